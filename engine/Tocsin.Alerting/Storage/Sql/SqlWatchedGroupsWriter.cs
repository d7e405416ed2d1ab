namespace Tocsin.Alerting.Storage.Sql;

/// <summary>The statements that write which groups deadmen watch.</summary>
/// <param name="statements">Makes statements that live as long as the writer of all.</param>
internal sealed class SqlWatchedGroupsWriter(ISqlStatements statements)
{
    private readonly ISqlStatement _save = statements.Save("watched_groups", 3, "task", "stream", "key", "seen");
    private readonly ISqlStatement _remove = statements.Remove("watched_groups", "task", "stream", "key");
    private readonly ISqlStatement _keep = statements.Prepare("DELETE FROM watched_groups WHERE task = ?1 AND instr(?2, '|' || stream || '|') = 0");
    private readonly ISqlStatement _makeWay = statements.Prepare(
        "DELETE FROM watched_groups WHERE task = ?2 AND ?1 <> ?2 AND EXISTS (SELECT 1 FROM watched_groups AS own WHERE own.task = ?1 AND own.stream = watched_groups.stream AND own.key = watched_groups.key)");

    private readonly ISqlStatement _rename = statements.Prepare("UPDATE watched_groups SET task = ?2 WHERE task = ?1");

    public void Save(string task, string stream, string key, long seen) => _save.Bind(1, task).Bind(2, stream).Bind(3, key).Bind(4, seen).Run();

    public void Remove(string task, string stream, string key) => _remove.Bind(1, task).Bind(2, stream).Bind(3, key).Run();

    public void Keep(string task, IReadOnlyCollection<string> streams) => _keep.Bind(1, task).Bind(2, $"|{string.Join('|', streams)}|").Run();

    public void Rename(string oldTask, string newTask)
    {
        _makeWay.Bind(1, oldTask).Bind(2, newTask).Run();
        _rename.Bind(1, oldTask).Bind(2, newTask).Run();
    }
}
