using System.CommandLine;
using System.Text.Json.Nodes;

namespace Tocsin.Server.Cli.Client.Recordings;

/// <summary><c>tocsin record batch</c>.</summary>
internal sealed class RecordBatchCommand : BackgroundCommand
{
    private readonly Option<string?> _task;
    private readonly SpanOptions _span;

    public RecordBatchCommand(Terminal terminal, ServerChoice server)
        : base("batch", "recording", "Record what the queries of a batch task answer for a time that has passed.", terminal, server)
    {
        _task = PeerOption<string?>("task", "The task; it need not be enabled.", "TASK");
        _task.CompletionSources.Add(server.TaskNames);
        _span = SpanOptions();
    }

    public override IReadOnlyList<string> Examples => ["tocsin record batch -task cpu_report -past 24h", "tocsin record batch -task cpu_report -start 2026-01-31T00:00:00Z -stop 2026-02-01T00:00:00Z"];

    protected override string Path => "/recordings/batch";

    protected override JsonObject Body(ParseResult arguments)
    {
        var body = new JsonObject { ["task"] = Required(arguments, _task) };
        _span.AddTo(body, arguments, Span);
        return body;
    }
}
