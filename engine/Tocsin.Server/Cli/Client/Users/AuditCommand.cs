using System.CommandLine;
using System.Text.Json.Nodes;
using Tocsin.Server.Cli.Texts;
using Tocsin.Server.Http;
using Tocsin.Server.Json;
using Column = Tocsin.Server.Cli.Texts.TextTable.Column;

namespace Tocsin.Server.Cli.Client.Users;

/// <summary><c>tocsin audit</c>: who changed what, when, from where.</summary>
internal sealed class AuditCommand : ClientCommand
{
    private const string Path = RouteTable.OwnBase + "/audit";
    private const int ListedAtOnce = 50;
    private const int MostAtOnce = 1000;

    private readonly Option<int> _limit;
    private readonly Option<bool> _json;

    public AuditCommand(Terminal terminal, ServerChoice server)
        : base("audit", "Show who changed what, when, and from where.", terminal, server)
    {
        _limit = Option<int>("limit", "Entries at most.", "N");
        _limit.DefaultValueFactory = static _ => ListedAtOnce;
        _json = JsonOption();
    }

    public override IReadOnlyList<string> Examples => ["tocsin audit", "tocsin audit --limit 5000 --json"];

    protected override async Task RunAsync(ParseResult arguments, ApiClient api, CancellationToken cancellationToken)
    {
        var limit = arguments.GetValue(_limit);
        if (limit < 1)
            throw new CliException($"--limit must be at least 1, not {limit}", ExitCode.Usage);
        var entries = new List<JsonObject>();
        for (var before = ""; entries.Count < limit;)
        {
            var size = Math.Min(limit - entries.Count, MostAtOnce);
            var page = (await api.GetAsync($"{Path}?limit={size}{before}", cancellationToken).ConfigureAwait(false)).Items("entries");
            entries.AddRange(page);
            if (page.Count < size)
                break;
            before = $"&before={page[^1].Text("number")}";
        }

        if (arguments.GetValue(_json))
        {
            await WriteJsonAsync(new JsonArray([.. entries.Select(entry => entry.DeepClone())])).ConfigureAwait(false);
            return;
        }

        var table = new TextTable(new("Time", 21), Column.Fitting("By", 8), Column.Fitting("From", 12), new("Action", 8), new("What", 0));
        foreach (var entry in entries)
            table.Add(TimeText.Exact(entry.Text("at")), Or(entry.Text("by")), Or(entry.Text("from")), entry.Text("action"), entry.Text("target"));
        table.Write(Terminal.Out);
    }

    private static string Or(string text) => text.Length == 0 ? "-" : text;
}
