using System.Text.Json.Nodes;
using Tocsin.Server.Cli.Texts;
using Tocsin.Server.Http;
using Tocsin.Server.Json;

namespace Tocsin.Server.Cli.Client.Silences;

/// <summary><c>tocsin silences</c>: who wants no deliveries of what, and until when.</summary>
internal static class SilencesCommands
{
    public const string Path = RouteTable.OwnBase + "/silences";

    public static ProgramCommand All(Terminal terminal, ServerChoice server)
    {
        var list = new ListSilencesCommand(terminal, server);
        return new CommandWithVerbs(
            "silences",
            CommandGroup.Talking,
            "List, show, add or expire silences: alerts that are not delivered for a time.",
            [list, new ShowSilencesCommand(terminal, server), new AddSilenceCommand(terminal, server, TimeProvider.System), new DefineSilencesCommand(terminal, server), new ExpireSilencesCommand(terminal, server)],
            list);
    }

    public static string PathOf(string id) => $"{Path}/{Uri.EscapeDataString(id)}";

    /// <summary>Until when a silence is active, or when it will be next.</summary>
    public static string Times(JsonObject silence)
    {
        var span = silence["active"] as JsonObject;
        return silence.Text("state") switch
        {
            "expired" => $"over since {TimeText.Short(silence.Text("ended") is { Length: > 0 } ended ? ended : silence.Text("until"))}",
            "pending" => $"from {TimeText.Short(span?.Text("from") ?? "")}",
            _ when span?.Text("until") is { Length: > 0 } until => $"until {TimeText.Short(until)}",
            _ => silence.Text("until") == "resolved" ? "until resolved" : "without end",
        };
    }

    /// <summary>Prints what the server has to say of silences that were defined.</summary>
    public static async Task TellAsync(Terminal terminal, JsonObject answer)
    {
        foreach (var silence in answer.Items("silences"))
            await terminal.Out.WriteLineAsync(silence.Text("id")).ConfigureAwait(false);
        foreach (var warning in answer.Texts("warnings"))
            await terminal.Error.WriteLineAsync($"tocsin: warning: {warning}").ConfigureAwait(false);
    }
}
