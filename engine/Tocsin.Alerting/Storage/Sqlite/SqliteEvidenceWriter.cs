using Tocsin.Alerting.Storage.Rows;

namespace Tocsin.Alerting.Storage.Sqlite;

/// <summary>The statements that write what led to events. Part of <see cref="SqliteStateWriter"/>, which disposes them.</summary>
internal sealed class SqliteEvidenceWriter(Func<string, SqliteStatement> prepare)
{
    /// <summary>How many old ones go with a new one: alerts wait for that.</summary>
    private const int MostDropped = 20;

    private readonly SqliteStatement _add = prepare("INSERT INTO evidence (id, node, time, level, previous, seen, json) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)");
    private readonly SqliteStatement _dropMany = prepare(
        "DELETE FROM evidence WHERE id = ?1 AND no <= (SELECT no FROM evidence WHERE id = ?1 ORDER BY no DESC LIMIT 1 OFFSET ?2)");

    private readonly SqliteStatement _dropOld = prepare(
        $"DELETE FROM evidence WHERE no IN (SELECT no FROM evidence WHERE no <= (SELECT max(no) FROM evidence) - ?1 ORDER BY no LIMIT {MostDropped})");

    private readonly SqliteStatement _rename = prepare("UPDATE evidence SET node = ?2 || substr(node, length(?1) + 1) WHERE substr(node, 1, length(?1)) = ?1");

    public void Add(EvidenceRow row, long mostRows)
    {
        _add.Bind(1, row.AlertId).Bind(2, row.Node).Bind(3, row.UnixNanoseconds).Bind(4, (int)row.Level).Bind(5, (int)row.PreviousLevel)
            .Bind(6, row.SeenUnixMilliseconds).Bind(7, row.Json.AsSpan()).Run();
        _dropMany.Bind(1, row.AlertId).Bind(2, EvidenceRow.PerAlert).Run();
        _dropOld.Bind(1, mostRows).Run();
    }

    public void Rename(string oldPrefix, string newPrefix) => _rename.Bind(1, oldPrefix).Bind(2, newPrefix).Run();
}
