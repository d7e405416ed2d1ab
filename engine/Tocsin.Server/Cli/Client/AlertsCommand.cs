using System.Collections.Immutable;
using System.CommandLine;
using System.Text.Json.Nodes;
using Tocsin.Server.Cli.Status;
using Tocsin.Server.Http;
using Column = Tocsin.Server.Cli.Client.TextTable.Column;

namespace Tocsin.Server.Cli.Client;

/// <summary><c>tocsin alerts</c>: what is open and who takes care of it; <c>tocsin alerts show</c>: all about one alert.</summary>
internal sealed class AlertsCommand : ClientCommand
{
    public const string Path = RouteTable.OwnBase + "/alerts";

    private static readonly ImmutableArray<string> Severities = ["CRITICAL", "WARNING", "INFO", "OK"];

    private readonly Argument<string[]> _words;
    private readonly Option<string?> _topic;
    private readonly Option<bool> _all;
    private readonly Option<bool> _json;

    public AlertsCommand(Terminal terminal, ServerChoice server)
        : base("alerts", "List open alerts and who takes care of them, or show one.", terminal, server)
    {
        _words = Argument<string[]>("show TOPIC ID", "Shows one alert, with all that was done about it.");
        _words.Arity = ArgumentArity.ZeroOrMore;
        _topic = Option<string?>("topic", "Alerts of the topics with this name or pattern.", "TOPIC");
        _all = Option<bool>("all", "Also alerts that are OK.");
        _json = JsonOption();
    }

    public override IReadOnlyList<string> Examples =>
        ["tocsin alerts", "tocsin alerts --topic system --all --json", "tocsin alerts show system cpu:host=web-07"];

    protected override Task RunAsync(ParseResult arguments, ApiClient api, CancellationToken cancellationToken) => arguments.GetValue(_words) switch
    {
        null or [] => ListAsync(arguments, api, cancellationToken),
        ["show", var topic, var id] => ShowAsync(arguments, api, topic, id, cancellationToken),
        var words => throw new CliException($"alerts cannot be asked '{string.Join(' ', words)}': say 'tocsin alerts' or 'tocsin alerts show TOPIC ID'", ExitCode.Usage),
    };

    private async Task ListAsync(ParseResult arguments, ApiClient api, CancellationToken cancellationToken)
    {
        var level = arguments.GetValue(_all) ? "OK" : "INFO";
        var answer = await api.GetAsync($"{Path}?level={level}&topic={Uri.EscapeDataString(arguments.GetValue(_topic) ?? "")}", cancellationToken).ConfigureAwait(false);
        if (arguments.GetValue(_json))
        {
            await WriteJsonAsync(answer).ConfigureAwait(false);
            return;
        }

        var table = new TextTable(
            Column.Fitting("Topic", 10), Column.Fitting("ID", 10), new("Level", 9), new("Since", 23), Column.Fitting("Acknowledged", 14), Column.Fitting("Incidents", 10),
            new("Message", 0));

        // The worst first, and of these the oldest.
        foreach (var alert in answer.Items("alerts").OrderBy(alert => Severities.IndexOf(alert.Text("level"))).ThenBy(alert => alert.Text("since"), StringComparer.Ordinal))
        {
            table.Add(
                alert.Text("topic"), alert.Text("id"), new Cell(alert.Text("level"), StateColor.Of(alert.Text("level"))), TimeText.Short(alert.Text("since")), Acknowledged(alert), Incidents(alert),
                alert.Text("message"));
        }

        table.Write(Terminal.Console);
    }

    private async Task ShowAsync(ParseResult arguments, ApiClient api, string topic, string id, CancellationToken cancellationToken)
    {
        var answer = await api.GetAsync($"{Path}/activity?topic={Uri.EscapeDataString(topic)}&id={Uri.EscapeDataString(id)}", cancellationToken).ConfigureAwait(false);
        if (arguments.GetValue(_json))
        {
            await WriteJsonAsync(answer).ConfigureAwait(false);
            return;
        }

        var alert = answer["alert"] as JsonObject ?? [];
        await WriteAsync("Topic", alert.Text("topic")).ConfigureAwait(false);
        await WriteAsync("ID", alert.Text("id")).ConfigureAwait(false);
        await WriteAsync("Level", alert.Text("level")).ConfigureAwait(false);
        await WriteAsync("Since", TimeText.Short(alert.Text("since"))).ConfigureAwait(false);
        await WriteAsync("Message", alert.Text("message")).ConfigureAwait(false);
        await WriteAsync("Task", alert.Text("task")).ConfigureAwait(false);
        await WriteAsync("Acknowledged", Acknowledged(alert)).ConfigureAwait(false);
        foreach (var incident in alert.Items("incidents"))
            await WriteAsync("Incident", $"{incident.Text("system")} {incident.Text("id")} {incident.Text("url")}".TrimEnd()).ConfigureAwait(false);
        foreach (var link in alert.Items("links"))
            await WriteAsync("Link", $"{link.Text("text")} {link.Text("href")}".TrimStart()).ConfigureAwait(false);
        WriteHistory(answer.Items("activities"));
    }

    private void WriteHistory(List<JsonObject> activities)
    {
        if (activities.Count == 0)
            return;
        var table = new TextTable(new("At", 23), new("What", 16), Column.Fitting("By", 10), Column.Fitting("System", 10), new("Message", 0));
        foreach (var activity in activities)
        {
            var incident = activity["incident"] as JsonObject ?? [];
            table.Add(
                TimeText.Short(activity.Text("at")), activity.Text("kind"), activity.Text("by"), activity.Text("system"),
                $"{activity.Text("message")} {incident.Text("id")}".Trim());
        }

        table.Write(Terminal.Out);
    }

    private Task WriteAsync(string title, string value) => Terminal.Out.WriteLineAsync($"{title + ":",-14}{OneLine.Of(value)}".TrimEnd());

    // Who, as far as it is known, and where.
    private static string Acknowledged(JsonObject alert)
    {
        if (alert["acknowledged"] is not JsonObject given)
            return "-";
        var by = given.Text("by");
        return by.Length == 0 ? given.Text("system") : $"{by} ({given.Text("system")})";
    }

    private static string Incidents(JsonObject alert) => alert.Items("incidents") is { Count: > 0 } incidents
        ? string.Join(", ", incidents.Select(incident => $"{incident.Text("system")} {incident.Text("id")}"))
        : "-";
}
