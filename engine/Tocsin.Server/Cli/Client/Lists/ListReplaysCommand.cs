using System.Text.Json.Nodes;
using Tocsin.Server.Cli.Texts;
using Tocsin.Server.Json;
using Column = Tocsin.Server.Cli.Texts.TextTable.Column;

namespace Tocsin.Server.Cli.Client.Lists;

/// <summary><c>tocsin list replays</c>.</summary>
internal sealed class ListReplaysCommand(Terminal terminal, ServerChoice server)
    : ListKindCommand("replays", "List replays, the newest first.", "Ids or patterns. Default: all.", terminal, server)
{
    public override IReadOnlyList<string> Examples => ["tocsin list replays"];

    protected override Task<List<JsonObject>> ReadAsync(ApiClient api, string[] patterns, CancellationToken cancellationToken) =>
        api.ListAsync(Name, patterns, ["task", "recording", "status", "clock", "date"], cancellationToken);

    protected override TextTable Table(List<JsonObject> items)
    {
        var table = new TextTable(Column.Fitting("ID"), Column.Fitting("Task"), Column.Fitting("Recording"), new("Status", 9), new("Clock", 8), new("Date", 23));
        foreach (var replay in items)
            table.Add(replay.Text("id"), replay.Text("task"), replay.Text("recording"), replay.Text("status"), replay.Text("clock"), TimeText.Short(replay.Text("date")));
        return table;
    }
}
