using Tocsin.Alerting.Storage.Rows;

namespace Tocsin.Alerting.Storage.Sqlite;

/// <summary>The statements that write drills on a schedule.</summary>
/// <param name="prepare">Makes a statement that lives as long as the writer of all.</param>
internal sealed class SqliteDrillsWriter(Func<string, SqliteStatement> prepare)
{
    private readonly SqliteStatement _save = prepare("INSERT OR REPLACE INTO drills (id, definition, last, problem, arrived) VALUES (?1, ?2, ?3, ?4, ?5)");
    private readonly SqliteStatement _delete = prepare("DELETE FROM drills WHERE id = ?1");

    public void Save(DrillRow drill)
    {
        _save.Bind(1, drill.Id).Bind(2, drill.Definition).Bind(4, drill.Problem).Bind(5, drill.Arrived);
        if (drill.LastUnixMilliseconds is { } last)
            _save.Bind(3, last);
        else
            _save.BindNull(3);
        _save.Run();
    }

    public void Delete(string id) => _delete.Bind(1, id).Run();
}
