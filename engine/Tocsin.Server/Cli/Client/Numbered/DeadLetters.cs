using System.Text.Json.Nodes;
using Column = Tocsin.Server.Cli.Client.TextTable.Column;

namespace Tocsin.Server.Cli.Client.Numbered;

/// <summary><c>tocsin dead-letters</c>: deliveries that were given up.</summary>
internal static class DeadLetters
{
    private static readonly NumberedThings Things = new("dead-letters", "dead letters", "dead-letters");

    public static ProgramCommand Command(Terminal terminal, ServerChoice server)
    {
        var list = new ListNumberedCommand(Things, Table, terminal, server);
        return new CommandWithVerbs(
            Things.Command,
            CommandGroup.Talking,
            "List, show, resend or drop deliveries that were given up.",
            [
                list,
                new ShowNumberedCommand(Things, terminal, server),
                new RetryNumberedCommand("resend", "Deliver some again.", Things, terminal, server),
                new DropNumberedCommand(Things, terminal, server),
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
                NumberedThings.Number(letter), letter.Text("handler"), alert.Text("id"), alert.Text("level"), TimeText.Short(letter.Text("died")), letter.Text("reason"));
        }

        return table;
    }
}
