using Tocsin.Alerting.Storage.Rows;

namespace Tocsin.Alerting.Storage.Sql;

/// <summary>The statements that write the state of tasks' nodes.</summary>
/// <param name="statements">Makes statements that live as long as the writer of all.</param>
internal sealed class SqlTaskStatesWriter(ISqlStatements statements)
{
    private readonly ISqlStatement _clear = statements.Prepare("DELETE FROM task_state_parts WHERE task = ?1 AND no >= ?2");
    private readonly ISqlStatement _add = statements.Add("task_state_parts", "task", "no", "part", "state");
    private readonly ISqlStatement _complete = statements.Save("task_states", 1, "task", "no", "first", "taken", "journal", "position");
    private readonly ISqlStatement _drop = statements.Prepare("DELETE FROM task_state_parts WHERE task = ?1 AND no < ?2");
    private readonly ISqlStatement _forget = statements.Remove("task_states", "task");
    private readonly ISqlStatement _rename = statements.Prepare("UPDATE task_states SET task = ?2 WHERE task = ?1");
    private readonly ISqlStatement _renameParts = statements.Prepare("UPDATE task_state_parts SET task = ?2 WHERE task = ?1");

    private readonly ISqlStatement _saveRaised = statements.Save("raised", 3, "task", "node", "grp", "number", "began", "position");
    private readonly ISqlStatement _dropRaised = statements.Prepare("DELETE FROM raised WHERE task = ?1 AND position < ?2");
    private readonly ISqlStatement _forgetRaised = statements.Remove("raised", "task");
    private readonly ISqlStatement _renameRaised = statements.Prepare("UPDATE raised SET task = ?2 WHERE task = ?1");

    public void Save(RaisedRow raised) =>
        _saveRaised.Bind(1, raised.Task).Bind(2, raised.Node).Bind(3, raised.Group).Bind(4, raised.Number).Bind(5, (int)raised.Began).Bind(6, raised.Position).Run();

    public void Add(string task, long number, int first, IReadOnlyList<byte[]> parts)
    {
        // Those that were begun and never completed.
        if (first == 0)
            _clear.Bind(1, task).Bind(2, number).Run();
        for (var i = 0; i < parts.Count; i++)
            _add.Bind(1, task).Bind(2, number).Bind(3, first + i).Bind(4, parts[i]).Run();
    }

    public void Complete(string task, TaskStateRow row)
    {
        _complete.Bind(1, task).Bind(2, row.Number).Bind(3, row.First).Bind(4, row.Taken).Bind(5, row.Journal).Bind(6, row.Position).Run();
        _dropRaised.Bind(1, task).Bind(2, row.Position).Run();
        _drop.Bind(1, task).Bind(2, row.First).Run();
    }

    public void Forget(string task)
    {
        _forget.Bind(1, task).Run();
        _clear.Bind(1, task).Bind(2, 0).Run();
        _forgetRaised.Bind(1, task).Run();
    }

    public void Rename(string oldTask, string newTask)
    {
        if (oldTask == newTask)
            return;
        Forget(newTask);
        _rename.Bind(1, oldTask).Bind(2, newTask).Run();
        _renameParts.Bind(1, oldTask).Bind(2, newTask).Run();
        _renameRaised.Bind(1, oldTask).Bind(2, newTask).Run();
    }
}
