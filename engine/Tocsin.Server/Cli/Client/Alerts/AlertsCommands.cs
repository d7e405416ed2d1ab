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

    /// <summary>What handlers are not notified of now, and why; those that are up to date and will be notified again are not among them.</summary>
    public static IEnumerable<JsonObject> Held(JsonObject alert) => alert.Items("held").Where(held => held.Text("cause") != "repeat");

    /// <summary>Which handlers are not notified now, and until when.</summary>
    public static string HeldShort(JsonObject alert)
    {
        var held = Held(alert).Where(held => held.Text("cause") != "silence")
            .Select(held => held.Text("until") is { Length: > 0 } until ? $"{held.Text("handler")} until {TimeText.Short(until)}" : $"{held.Text("handler")}: {held.Text("cause")}");
        return string.Join(", ", held) is { Length: > 0 } text ? text : "-";
    }

    /// <summary>Until when an alert is silenced, and by which silence.</summary>
    public static string Silenced(JsonObject alert) => alert.Items("silenced") is { Count: > 0 } silences
        ? string.Join(", ", silences.Select(silence => $"{silence.Text("id")} until {TimeText.Short(silence.Text("until"))}"))
        : "-";
}
