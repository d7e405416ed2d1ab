using Tocsin.Alerting.Storage.Rows;

namespace Tocsin.Alerting.Storage.Sql;

/// <summary>The statements that write what functions of tasks know.</summary>
/// <param name="statements">Makes statements that live as long as the writer of all.</param>
internal sealed class SqlFunctionSnapshotsWriter(ISqlStatements statements)
{
    private readonly ISqlStatement _save = statements.Save("function_snapshots", 2, "task", "node", "function", "snapshot");
    private readonly ISqlStatement _keep = statements.Prepare("DELETE FROM function_snapshots WHERE task = ?1 AND instr(?2, '|' || node || '|') = 0");
    private readonly ISqlStatement _makeWay = statements.Prepare(
        "DELETE FROM function_snapshots WHERE task = ?2 AND ?1 <> ?2 AND EXISTS (SELECT 1 FROM function_snapshots AS own WHERE own.task = ?1 AND own.node = function_snapshots.node)");

    private readonly ISqlStatement _rename = statements.Prepare("UPDATE function_snapshots SET task = ?2 WHERE task = ?1");

    public void Save(string task, string node, FunctionSnapshotRow row) => _save.Bind(1, task).Bind(2, node).Bind(3, row.Function).Bind(4, row.Snapshot).Run();

    public void Keep(string task, IReadOnlyCollection<string> nodes) => _keep.Bind(1, task).Bind(2, $"|{string.Join('|', nodes)}|").Run();

    public void Rename(string oldTask, string newTask)
    {
        _makeWay.Bind(1, oldTask).Bind(2, newTask).Run();
        _rename.Bind(1, oldTask).Bind(2, newTask).Run();
    }
}
