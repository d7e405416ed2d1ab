using System.CommandLine;
using System.Text.Json.Nodes;

namespace Tocsin.Server.Cli.Client.Recordings;

/// <summary><c>tocsin record query</c>.</summary>
internal sealed class RecordQueryCommand : BackgroundCommand
{
    private readonly Option<string?> _query;
    private readonly Option<string?> _type;
    private readonly Option<string?> _cluster;

    public RecordQueryCommand(Terminal terminal, ServerChoice server)
        : base("query", "recording", "Record what a query answers.", terminal, server)
    {
        _query = PeerOption<string?>("query", "The query, with database and retention policy.", "QUERY");
        _type = PeerOption<string?>("type", "What to make of the answer: stream or batch.", "TYPE");
        _cluster = PeerOption<string?>("cluster", "The InfluxDB of the server's configuration. Default: its default.", "NAME");
    }

    public override IReadOnlyList<string> Examples => ["tocsin record query -type stream -query 'SELECT * FROM \"telegraf\".\"autogen\".\"cpu\" WHERE time > now() - 1h'"];

    protected override string Path => "/recordings/query";

    protected override JsonObject Body(ParseResult arguments) => new()
    {
        ["query"] = Required(arguments, _query),
        ["type"] = Required(arguments, _type) is "stream" or "batch" ? arguments.GetValue(_type) : throw new CliException($"-type is stream or batch, not '{arguments.GetValue(_type)}'", ExitCode.Usage),
        ["cluster"] = arguments.GetValue(_cluster) ?? "",
    };
}
