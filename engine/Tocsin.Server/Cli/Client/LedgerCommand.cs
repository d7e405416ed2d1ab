using System.CommandLine;
using System.Text.Json.Nodes;
using Tocsin.Server.Cli.Texts;
using Tocsin.Server.Http;
using Tocsin.Server.Http.Deliveries;
using Tocsin.Server.Json;
using Column = Tocsin.Server.Cli.Texts.TextTable.Column;

namespace Tocsin.Server.Cli.Client;

/// <summary><c>tocsin ledger</c>: who was told what, when, and with which reply.</summary>
internal sealed class LedgerCommand : ClientCommand
{
    private const int ListedAtOnce = 50;

    private readonly (string Name, Option<string?> Option)[] _filters;
    private readonly Option<int> _limit;
    private readonly Option<bool> _json;

    public LedgerCommand(Terminal terminal, ServerChoice server)
        : base("ledger", "Show who was notified of what, when, and with which reply.", terminal, server)
    {
        _filters =
        [
            ("topic", Option<string?>("topic", "Deliveries to the handlers of a topic.", "TOPIC")),
            ("handler", Option<string?>("handler", "Deliveries to handlers with this id.", "HANDLER")),
            ("id", Option<string?>("id", "Deliveries of one alert, those still owed too.", "ID")),
            ("outcome", Option<string?>("outcome", "delivered, refused, given-up, merged, dropped, resent, silenced, grouped, limited, put-off; with an id also owed.", "OUTCOME")),
            ("since", Option<string?>("since", "Ended then or later: how long ago, or a time.", "24h")),
            ("until", Option<string?>("until", "Ended before: how long ago, or a time.", "1h")),
        ];
        _limit = Option<int>("limit", "Entries at most.", "N");
        _limit.DefaultValueFactory = static _ => ListedAtOnce;
        _json = JsonOption();
    }

    public override IReadOnlyList<string> Examples =>
        ["tocsin ledger --since 24h", "tocsin ledger --id cpu:host=web-07", "tocsin ledger --topic cpu --handler pager --outcome refused --limit 500"];

    protected override async Task RunAsync(ParseResult arguments, ApiClient api, CancellationToken cancellationToken)
    {
        var limit = arguments.GetValue(_limit);
        if (limit < 1)
            throw new CliException($"--limit must be at least 1, not {limit}", ExitCode.Usage);

        var filters = string.Concat(
            from filter in _filters
            let value = arguments.GetValue(filter.Option)
            where !string.IsNullOrEmpty(value)
            select $"&{filter.Name}={Uri.EscapeDataString(value)}");
        var entries = await TryListAsync(api, filters, limit, cancellationToken).ConfigureAwait(false);
        if (arguments.GetValue(_json))
            await WriteJsonAsync(new JsonArray([.. entries.Select(entry => entry.DeepClone())])).ConfigureAwait(false);
        else
            WriteTable(entries);
    }

    private static async Task<List<JsonObject>> TryListAsync(ApiClient api, string filters, int limit, CancellationToken cancellationToken)
    {
        try
        {
            return await ListAsync(api, filters, limit, cancellationToken).ConfigureAwait(false);
        }
        catch (ApiRefusal refusal) when (refusal.Status == System.Net.HttpStatusCode.BadRequest)
        {
            throw new CliException(refusal.Message, ExitCode.Usage);
        }
    }

    private static async Task<List<JsonObject>> ListAsync(ApiClient api, string filters, int limit, CancellationToken cancellationToken)
    {
        var entries = new List<JsonObject>();
        var before = "";
        for (var left = limit; left > 0;)
        {
            var size = Math.Min(left, LedgerQueryText.MostAtOnce);
            var answer = await api.GetAsync($"{RouteTable.OwnBase}/ledger?limit={size}{filters}{before}", cancellationToken).ConfigureAwait(false);
            var page = answer.Items("entries");
            entries.AddRange(page);

            // What is owed has no number and is not counted.
            var ended = page.Count(entry => entry.ContainsKey("number"));
            if (ended < size)
                break;
            left -= ended;
            before = $"&before={page[^1].Text("number")}";
        }

        return entries;
    }

    private void WriteTable(List<JsonObject> entries)
    {
        var table = new TextTable(
            new("Ended", 21), Column.Fitting("Handler", 10), Column.Fitting("Event", 10), new("Level", 9), new("Outcome", 10), new("Attempts", 9),
            new("Reply or Reason", 0));
        foreach (var entry in entries)
        {
            var ended = entry.Text("ended");
            table.Add(
                ended.Length == 0 ? "-" : TimeText.Exact(ended), entry.Text("handler"), entry.Text("id"), entry.Text("level"), entry.Text("outcome"),
                entry.Text("attempts"), Said(entry));
        }

        table.Write(Terminal.Out);
    }

    // A delivery that was made tells the reply, all others why they were not.
    private static string Said(JsonObject entry)
    {
        var (reply, reason) = (entry.Text("reply"), entry.Text("reason"));
        return reason.Length == 0 || (entry.Text("outcome") == "delivered" && reply.Length > 0) ? reply : reason;
    }
}
