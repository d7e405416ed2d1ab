using System.Text.Json.Nodes;
using Tocsin.Server.Cli.Texts;
using Tocsin.Server.Json;
using Column = Tocsin.Server.Cli.Texts.TextTable.Column;

namespace Tocsin.Server.Cli.Client.Kept;

/// <summary><c>tocsin dead-letters</c>: deliveries that were given up.</summary>
internal static class DeadLetterCommands
{
    private static readonly KeptThings Things = new("dead-letters", "dead letters", "dead-letters");

    public static ProgramCommand Command(Terminal terminal, ServerChoice server)
    {
        var list = new ListKeptCommand(Things, Table, terminal, server);
        return new CommandWithVerbs(
            Things.Command,
            CommandGroup.Talking,
            "List, show, resend or drop deliveries that were given up.",
            [
                list,
                new ShowKeptCommand(Things, terminal, server),
                new RetryKeptCommand("resend", "Deliver some again.", Things, terminal, server),
                new DropKeptCommand(Things, terminal, server),
            ],
            list);
    }

    private static TextTable Table(List<JsonObject> kept)
    {
        var table = new TextTable(
            Column.Fitting("Number"), Column.Fitting("Handler", 10), Column.Fitting("Event", 10), new("Level", 9), new("Given Up", 23), new("Reason", 0));
        foreach (var letter in kept)
        {
            var alert = letter["event"] as JsonObject ?? [];
            table.Add(
                KeptThings.Number(letter), letter.Text("handler"), alert.Text("id"), alert.Text("level"), TimeText.Short(letter.Text("died")), letter.Text("reason"));
        }

        return table;
    }
}
