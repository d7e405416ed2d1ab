using System.CommandLine;
using System.Text.Json.Nodes;

namespace Tocsin.Server.Cli.Client.Recordings;

/// <summary><c>tocsin replay</c>: plays a recording to a task.</summary>
internal sealed class ReplayCommand : PlayCommand
{
    private readonly Option<string?> _recording;

    public ReplayCommand(Terminal terminal, ServerChoice server)
        : base("replay", "Play a recording to a task; its alerts are sent.", terminal, server)
    {
        _recording = PeerOption<string?>("recording", "The recording.", "RECORDING");
    }

    public override IReadOnlyList<string> Examples => ["tocsin replay -task cpu_alert -recording monday", "tocsin replay -task cpu_alert -recording monday -rec-time -real-clock"];

    protected override string Path => "/replays";

    protected override JsonObject Body(ParseResult arguments) => BodyWith(arguments, new JsonObject { ["recording"] = Required(arguments, _recording) });
}
