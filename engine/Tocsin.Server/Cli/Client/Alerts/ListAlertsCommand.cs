using System.Collections.Immutable;
using System.CommandLine;
using System.Text.Json.Nodes;
using Tocsin.Server.Cli.Texts;
using Tocsin.Server.Json;
using Column = Tocsin.Server.Cli.Texts.TextTable.Column;

namespace Tocsin.Server.Cli.Client.Alerts;

/// <summary><c>tocsin alerts list</c>: what is open and who takes care of it.</summary>
internal sealed class ListAlertsCommand : ClientCommand
{
    private static readonly ImmutableArray<string> Severities = ["CRITICAL", "WARNING", "INFO", "OK"];

    private readonly Option<string?> _topic;
    private readonly Option<bool> _all;
    private readonly Option<bool> _json;

    public ListAlertsCommand(Terminal terminal, ServerChoice server)
        : base("list", "List open alerts and who takes care of them, the worst first.", terminal, server)
    {
        _topic = Option<string?>("topic", "Alerts of the topics with this name or pattern.", "TOPIC");
        _all = Option<bool>("all", "Also alerts that are OK.");
        _json = JsonOption();
    }

    public override IReadOnlyList<string> Examples => ["tocsin alerts", "tocsin alerts --topic system --all --json"];

    protected override async Task RunAsync(ParseResult arguments, ApiClient api, CancellationToken cancellationToken)
    {
        var level = arguments.GetValue(_all) ? "OK" : "INFO";
        var answer = await api.GetAsync($"{AlertsCommands.Path}?level={level}&topic={Uri.EscapeDataString(arguments.GetValue(_topic) ?? "")}", cancellationToken).ConfigureAwait(false);
        if (arguments.GetValue(_json))
        {
            await WriteJsonAsync(answer).ConfigureAwait(false);
            return;
        }

        var table = new TextTable(
            Column.Fitting("Topic", 10), Column.Fitting("ID", 10), new("Level", 9), new("Since", 23), Column.Fitting("Acknowledged", 14), Column.Fitting("Silenced", 9), Column.Fitting("Put off", 9),
            Column.Fitting("Incidents", 10), new("Message", 0));

        // The worst first, and of these the oldest.
        foreach (var alert in answer.Items("alerts").OrderBy(alert => Severities.IndexOf(alert.Text("level"))).ThenBy(alert => alert.Text("since"), StringComparer.Ordinal))
        {
            table.Add(
                alert.Text("topic"), alert.Text("id"), new Cell(alert.Text("level"), StateColor.Of(alert.Text("level"))), TimeText.Short(alert.Text("since")), AlertsCommands.Acknowledged(alert), AlertsCommands.Silenced(alert), AlertsCommands.HeldShort(alert), Incidents(alert),
                alert.Text("message"));
        }

        table.Write(Terminal.Console);
    }

    private static string Incidents(JsonObject alert) => alert.Items("incidents") is { Count: > 0 } incidents
        ? string.Join(", ", incidents.Select(incident => $"{incident.Text("system")} {incident.Text("id")}"))
        : "-";
}
