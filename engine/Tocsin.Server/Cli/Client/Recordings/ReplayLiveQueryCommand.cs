using System.CommandLine;
using System.Text.Json.Nodes;

namespace Tocsin.Server.Cli.Client.Recordings;

/// <summary><c>tocsin replay-live query</c>.</summary>
internal sealed class ReplayLiveQueryCommand : PlayCommand
{
    private readonly Option<string?> _query;
    private readonly Option<string?> _cluster;

    public ReplayLiveQueryCommand(Terminal terminal, ServerChoice server)
        : base("query", "Play the result of a query to a task.", terminal, server)
    {
        _query = PeerOption<string?>("query", "The query, with database and retention policy.", "QUERY");
        _cluster = PeerOption<string?>("cluster", "The InfluxDB of the server's configuration. Default: its default.", "NAME");
    }

    public override IReadOnlyList<string> Examples => ["tocsin replay-live query -task cpu_alert -query 'SELECT * FROM \"telegraf\".\"autogen\".\"cpu\" WHERE time > now() - 1h'"];

    protected override string Path => "/replays/query";

    protected override JsonObject Body(ParseResult arguments) =>
        BodyWith(arguments, new JsonObject { ["query"] = Required(arguments, _query), ["cluster"] = arguments.GetValue(_cluster) ?? "" });
}
