namespace Tocsin.Alerting.Storage.Sqlite;

/// <summary>The statements that write which groups deadmen watch.</summary>
/// <param name="prepare">Makes a statement that lives as long as the writer of all.</param>
internal sealed class SqliteWatchedGroupsWriter(Func<string, SqliteStatement> prepare)
{
    private readonly SqliteStatement _save = prepare("INSERT OR REPLACE INTO watched_groups (task, stream, key, seen) VALUES (?1, ?2, ?3, ?4)");
    private readonly SqliteStatement _remove = prepare("DELETE FROM watched_groups WHERE task = ?1 AND stream = ?2 AND key = ?3");
    private readonly SqliteStatement _keep = prepare("DELETE FROM watched_groups WHERE task = ?1 AND instr(?2, '|' || stream || '|') = 0");
    private readonly SqliteStatement _rename = prepare("UPDATE OR REPLACE watched_groups SET task = ?2 WHERE task = ?1");

    public void Save(string task, string stream, string key, long seen) => _save.Bind(1, task).Bind(2, stream).Bind(3, key).Bind(4, seen).Run();

    public void Remove(string task, string stream, string key) => _remove.Bind(1, task).Bind(2, stream).Bind(3, key).Run();

    public void Keep(string task, IReadOnlyCollection<string> streams) => _keep.Bind(1, task).Bind(2, $"|{string.Join('|', streams)}|").Run();

    public void Rename(string oldTask, string newTask) => _rename.Bind(1, oldTask).Bind(2, newTask).Run();
}
