using System.CommandLine;
using System.Text.Json.Nodes;

namespace Tocsin.Server.Cli.Client.Recordings;

/// <summary><c>tocsin record stream</c>.</summary>
internal sealed class RecordStreamCommand : BackgroundCommand
{
    private readonly Option<string?> _task;
    private readonly Option<string?> _duration;

    public RecordStreamCommand(Terminal terminal, ServerChoice server)
        : base("stream", "recording", "Record what is written to a task's databases.", terminal, server)
    {
        _task = PeerOption<string?>("task", "The task whose databases are recorded; it need not be enabled.", "TASK");
        _task.CompletionSources.Add(server.TaskNames);
        _duration = PeerOption<string?>("duration", "For how long.", "10m");
    }

    public override IReadOnlyList<string> Examples => ["tocsin record stream -task cpu_alert -duration 10m", "tocsin record stream -task cpu_alert -duration 1h -recording-id monday -no-wait"];

    protected override string Path => "/recordings/stream";

    protected override JsonObject Body(ParseResult arguments) => new()
    {
        ["task"] = Required(arguments, _task),
        ["stop"] = TimeOf(TimeProvider.System.GetUtcNow() + Span("duration", Required(arguments, _duration))),
    };
}
