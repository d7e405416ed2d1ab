using System.CommandLine;
using System.Text.Json.Nodes;
using Tocsin.Server.Cli.Texts;
using Tocsin.Server.Json;
using Column = Tocsin.Server.Cli.Texts.TextTable.Column;

namespace Tocsin.Server.Cli.Client.Alerts;

/// <summary><c>tocsin alerts show</c>: all about one alert.</summary>
internal sealed class ShowAlertCommand : ClientCommand
{
    private readonly Argument<string> _topic;
    private readonly Argument<string> _id;
    private readonly Option<bool> _json;

    public ShowAlertCommand(Terminal terminal, ServerChoice server)
        : base("show", "Show one alert, with all that was done about it.", terminal, server)
    {
        _topic = Argument<string>("topic", "The topic of the alert.");
        _id = Argument<string>("id", "The alert's id.");
        _json = JsonOption();
    }

    public override IReadOnlyList<string> Examples => ["tocsin alerts show system cpu:host=web-07"];

    protected override async Task RunAsync(ParseResult arguments, ApiClient api, CancellationToken cancellationToken)
    {
        var (topic, id) = (arguments.GetRequiredValue(_topic), arguments.GetRequiredValue(_id));
        var answer = await api.GetAsync($"{AlertsCommands.Path}/activity?topic={Uri.EscapeDataString(topic)}&id={Uri.EscapeDataString(id)}", cancellationToken).ConfigureAwait(false);
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
        await WriteAsync("Acknowledged", AlertsCommands.Acknowledged(alert)).ConfigureAwait(false);
        if (alert.Items("silenced").Count > 0)
            await WriteAsync("Silenced", AlertsCommands.Silenced(alert)).ConfigureAwait(false);
        foreach (var held in alert.Items("held"))
            await WriteAsync("Kept back", $"{held.Text("handler")}: {held.Text("why")}").ConfigureAwait(false);
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
}
