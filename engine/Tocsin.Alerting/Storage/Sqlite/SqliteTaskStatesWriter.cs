using Tocsin.Alerting.Storage.Rows;

namespace Tocsin.Alerting.Storage.Sqlite;

/// <summary>The statements that write the state of tasks' nodes.</summary>
/// <param name="prepare">Makes a statement that lives as long as the writer of all.</param>
internal sealed class SqliteTaskStatesWriter(Func<string, SqliteStatement> prepare)
{
    private readonly SqliteStatement _clear = prepare("DELETE FROM task_state_parts WHERE task = ?1 AND no >= ?2");
    private readonly SqliteStatement _add = prepare("INSERT INTO task_state_parts (task, no, part, state) VALUES (?1, ?2, ?3, ?4)");
    private readonly SqliteStatement _complete = prepare("INSERT OR REPLACE INTO task_states (task, no, first, taken) VALUES (?1, ?2, ?3, ?4)");
    private readonly SqliteStatement _drop = prepare("DELETE FROM task_state_parts WHERE task = ?1 AND no < ?2");
    private readonly SqliteStatement _forget = prepare("DELETE FROM task_states WHERE task = ?1");
    private readonly SqliteStatement _rename = prepare("UPDATE OR REPLACE task_states SET task = ?2 WHERE task = ?1");
    private readonly SqliteStatement _renameParts = prepare("UPDATE OR REPLACE task_state_parts SET task = ?2 WHERE task = ?1");

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
        _complete.Bind(1, task).Bind(2, row.Number).Bind(3, row.First).Bind(4, row.Taken).Run();
        _drop.Bind(1, task).Bind(2, row.First).Run();
    }

    public void Forget(string task)
    {
        _forget.Bind(1, task).Run();
        _clear.Bind(1, task).Bind(2, 0).Run();
    }

    public void Rename(string oldTask, string newTask)
    {
        Forget(newTask);
        _rename.Bind(1, oldTask).Bind(2, newTask).Run();
        _renameParts.Bind(1, oldTask).Bind(2, newTask).Run();
    }
}
