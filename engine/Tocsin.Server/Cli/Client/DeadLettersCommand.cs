using System.Text.Json.Nodes;
using Column = Tocsin.Server.Cli.Client.TextTable.Column;

namespace Tocsin.Server.Cli.Client;

/// <summary><c>tocsin dead-letters</c>: deliveries that were given up.</summary>
internal sealed class DeadLettersCommand(Terminal terminal, ServerChoice server) : NumberedCommand(
    "dead-letters", "List, show, resend or drop deliveries that were given up.", "dead letters", "dead-letters", "resend", terminal, server)
{
    protected override TextTable List(List<JsonObject> kept)
    {
        var table = new TextTable(
            Column.Fitting("Number"), Column.Fitting("Handler", 10), Column.Fitting("Event", 10), new("Level", 9), new("Given Up", 23), new("Reason", 0));
        foreach (var letter in kept)
        {
            var alert = letter["event"] as JsonObject ?? [];
            table.Add(
                Number(letter), letter.Text("handler"), alert.Text("id"), alert.Text("level"), TimeText.Short(letter.Text("died")), letter.Text("reason"));
        }

        return table;
    }
}
