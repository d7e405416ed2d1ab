using System.CommandLine;
using System.Text.Json.Nodes;

namespace Tocsin.Server.Cli.Client.Recordings;

/// <summary><c>tocsin replay-live batch</c>.</summary>
internal sealed class ReplayLiveBatchCommand : PlayCommand
{
    private readonly SpanOptions _span;

    public ReplayLiveBatchCommand(Terminal terminal, ServerChoice server)
        : base("batch", "Play the results of a batch task's queries for a past time range to it.", terminal, server) => _span = SpanOptions();

    public override IReadOnlyList<string> Examples => ["tocsin replay-live batch -task cpu_report -past 24h"];

    protected override string Path => "/replays/batch";

    protected override JsonObject Body(ParseResult arguments)
    {
        var body = BodyWith(arguments, []);
        _span.AddTo(body, arguments, Span);
        return body;
    }
}
