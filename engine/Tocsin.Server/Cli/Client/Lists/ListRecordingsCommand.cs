using System.Globalization;
using System.Text.Json.Nodes;
using Tocsin.Server.Cli.Texts;
using Tocsin.Server.Json;
using Column = Tocsin.Server.Cli.Texts.TextTable.Column;

namespace Tocsin.Server.Cli.Client.Lists;

/// <summary><c>tocsin list recordings</c>.</summary>
internal sealed class ListRecordingsCommand(Terminal terminal, ServerChoice server)
    : ListKindCommand("recordings", "List recordings, the newest first.", "Ids or patterns. Default: all.", terminal, server)
{
    private static readonly string[] Units = ["B", "kB", "MB", "GB", "TB", "PB", "EB"];

    public override IReadOnlyList<string> Examples => ["tocsin list recordings"];

    protected override Task<List<JsonObject>> ReadAsync(ApiClient api, string[] patterns, CancellationToken cancellationToken) =>
        api.ListAsync(Name, patterns, ["type", "size", "date", "status"], cancellationToken);

    protected override TextTable Table(List<JsonObject> items)
    {
        var table = new TextTable(Column.Fitting("ID"), new("Type", 8), new("Status", 10), new("Size", 10), new("Date", 23));
        foreach (var recording in items)
            table.Add(recording.Text("id"), recording.Text("type"), recording.Text("status"), Size(recording.Text("size")), TimeText.Short(recording.Text("date")));
        return table;
    }

    /// <summary>Bytes as the peer's client shows them: <c>92 B</c>, <c>1.2 kB</c>, <c>15 MB</c>.</summary>
    internal static string Size(string text)
    {
        if (!ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var bytes))
            return text;
        if (bytes < 10)
            return $"{bytes} B";
        var unit = (int)Math.Floor(Math.Log(bytes, 1000));
        var value = Math.Floor((bytes / Math.Pow(1000, unit) * 10) + 0.5) / 10;
        return value.ToString(value < 10 ? "0.0" : "0", CultureInfo.InvariantCulture) + " " + Units[unit];
    }
}
