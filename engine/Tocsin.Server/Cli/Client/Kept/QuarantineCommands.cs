using System.Text.Json.Nodes;
using Tocsin.Server.Cli.Texts;
using Tocsin.Server.Json;
using Column = Tocsin.Server.Cli.Texts.TextTable.Column;

namespace Tocsin.Server.Cli.Client.Kept;

/// <summary><c>tocsin quarantine</c>: requests to sources that were not understood.</summary>
internal static class QuarantineCommands
{
    private static readonly KeptThings Things = new("quarantine", "requests", "requests");

    public static ProgramCommand Command(Terminal terminal, ServerChoice server)
    {
        var list = new ListKeptCommand(Things, Table, terminal, server);
        return new CommandWithVerbs(
            Things.Command,
            CommandGroup.Talking,
            "List, show, replay or drop requests to sources that were not understood.",
            [
                list,
                new ShowKeptCommand(Things, terminal, server),
                new RetryKeptCommand("replay", "Give some to their source again.", Things, terminal, server),
                new DropKeptCommand(Things, terminal, server),
            ],
            list);
    }

    private static TextTable Table(List<JsonObject> kept)
    {
        var table = new TextTable(Column.Fitting("Number"), Column.Fitting("Source", 10), new("Received", 23), Column.Fitting("Bytes"), new("Problem", 0));
        foreach (var request in kept)
            table.Add(KeptThings.Number(request), request.Text("source"), TimeText.Short(request.Text("received")), request.Text("bytes"), request.Text("problem"));
        return table;
    }
}
