using Tocsin.Alerting.Storage.Rows;

namespace Tocsin.Alerting.Storage.Sqlite;

/// <summary>The statements that write what functions of tasks know.</summary>
/// <param name="prepare">Makes a statement that lives as long as the writer of all.</param>
internal sealed class SqliteFunctionSnapshotsWriter(Func<string, SqliteStatement> prepare)
{
    private readonly SqliteStatement _save = prepare("INSERT OR REPLACE INTO function_snapshots (task, node, function, snapshot) VALUES (?1, ?2, ?3, ?4)");
    private readonly SqliteStatement _keep = prepare("DELETE FROM function_snapshots WHERE task = ?1 AND instr(?2, '|' || node || '|') = 0");
    private readonly SqliteStatement _rename = prepare("UPDATE OR REPLACE function_snapshots SET task = ?2 WHERE task = ?1");

    public void Save(string task, string node, FunctionSnapshotRow row) => _save.Bind(1, task).Bind(2, node).Bind(3, row.Function).Bind(4, row.Snapshot).Run();

    public void Keep(string task, IReadOnlyCollection<string> nodes) => _keep.Bind(1, task).Bind(2, $"|{string.Join('|', nodes)}|").Run();

    public void Rename(string oldTask, string newTask) => _rename.Bind(1, oldTask).Bind(2, newTask).Run();
}
