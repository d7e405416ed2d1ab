using System.CommandLine;
using System.Text.Json.Nodes;
using Tocsin.Server.Cli.Texts;
using Tocsin.Server.Json;
using Column = Tocsin.Server.Cli.Texts.TextTable.Column;

namespace Tocsin.Server.Cli.Client.Statistics;

/// <summary><c>tocsin stats ingress</c>: points that were written, by measurement.</summary>
internal sealed class IngressStatsCommand : ClientCommand
{
    private readonly Option<bool> _json;

    public IngressStatsCommand(Terminal terminal, ServerChoice server)
        : base("ingress", "Show how many points were written, by database and measurement.", terminal, server) => _json = JsonOption();

    public override IReadOnlyList<string> Examples => ["tocsin stats ingress"];

    protected override async Task RunAsync(ParseResult arguments, ApiClient api, CancellationToken cancellationToken)
    {
        var vars = await api.GetAsync(VarsCommand.Path, cancellationToken).ConfigureAwait(false);
        var counts = (vars["kapacitor"] as JsonObject ?? []).Select(entry => entry.Value).OfType<JsonObject>()
            .Where(one => one.Text("name") == "ingress" && Tags(one).Text("task_master") == "main")
            .OrderBy(one => Tags(one).Text("database"), StringComparer.Ordinal).ThenBy(one => Tags(one).Text("retention_policy"), StringComparer.Ordinal)
            .ThenBy(one => Tags(one).Text("measurement"), StringComparer.Ordinal).ToList();
        if (arguments.GetValue(_json))
        {
            await WriteJsonAsync(new JsonObject { ["ingress"] = new JsonArray([.. counts.Select(one => one.DeepClone())]) }).ConfigureAwait(false);
            return;
        }

        var table = new TextTable(
            Column.Fitting("Database", 8), Column.Fitting("Retention Policy", 16), Column.Fitting("Measurement", 11), new("Points Received", 15) { IsRight = true });
        foreach (var one in counts)
            table.Add(Tags(one).Text("database"), Tags(one).Text("retention_policy"), Tags(one).Text("measurement"), (one["values"] as JsonObject ?? []).Text("points_received"));
        table.Write(Terminal.Out);
    }

    private static JsonObject Tags(JsonObject statistic) => statistic["tags"] as JsonObject ?? [];
}
