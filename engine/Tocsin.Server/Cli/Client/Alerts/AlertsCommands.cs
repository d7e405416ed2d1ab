using System.Text.Json.Nodes;
using Tocsin.Server.Cli.Texts;
using Tocsin.Server.Http;
using Tocsin.Server.Json;

namespace Tocsin.Server.Cli.Client.Alerts;

/// <summary><c>tocsin alerts</c>: what is open and who takes care of it.</summary>
internal static class AlertsCommands
{
    public const string Path = RouteTable.OwnBase + "/alerts";

    public static ProgramCommand All(Terminal terminal, ServerChoice server)
    {
        var list = new ListAlertsCommand(terminal, server);
        return new CommandWithVerbs(
            "alerts", CommandGroup.Talking, "List open alerts and who takes care of them, or show one.", [list, new ShowAlertCommand(terminal, server)], list);
    }

    /// <summary>Who acknowledged an alert, as far as it is known, and where.</summary>
    public static string Acknowledged(JsonObject alert)
    {
        if (alert["acknowledged"] is not JsonObject given)
            return "-";
        var by = given.Text("by");
        return by.Length == 0 ? given.Text("system") : $"{by} ({given.Text("system")})";
    }

    /// <summary>Until when an alert is silenced, and by which silence.</summary>
    public static string Silenced(JsonObject alert) => alert.Items("silenced") is { Count: > 0 } silences
        ? string.Join(", ", silences.Select(silence => $"{silence.Text("id")} until {TimeText.Short(silence.Text("until"))}"))
        : "-";
}
