using System.Text.Json.Nodes;
using Column = Tocsin.Server.Cli.Client.TextTable.Column;

namespace Tocsin.Server.Cli.Client;

/// <summary><c>tocsin quarantine</c>: requests to sources that were not understood.</summary>
internal sealed class QuarantineCommand(Terminal terminal, ServerChoice server) : NumberedCommand(
    "quarantine", "List, show, replay or drop requests to sources that were not understood.", "requests", "requests", "replay", terminal, server)
{
    protected override TextTable List(List<JsonObject> kept)
    {
        var table = new TextTable(Column.Fitting("Number"), Column.Fitting("Source", 10), new("Received", 23), Column.Fitting("Bytes"), new("Problem", 0));
        foreach (var request in kept)
            table.Add(Number(request), request.Text("source"), TimeText.Short(request.Text("received")), request.Text("bytes"), request.Text("problem"));
        return table;
    }
}
