using Tocsin.Alerting.Storage.Rows;

namespace Tocsin.Alerting.Storage.Records;

/// <summary>Task definitions, templates, the groups that tasks watch, and what their functions know, as the store keeps them. Reads see what is committed.</summary>
public interface ITaskRecords : IRecords<ITaskWriter>
{
    IReadOnlyList<TaskRecord> LoadTasks();

    IReadOnlyList<TemplateRecord> LoadTemplates();

    /// <summary>The groups of a stream that deadmen of a task watch.</summary>
    IReadOnlyList<WatchedGroupRow> ReadWatchedGroups(string task, string stream);

    /// <summary>What the function of a node knew last; null when nothing is kept of it.</summary>
    FunctionSnapshotRow? ReadFunctionSnapshot(string task, string node);

    /// <summary>What is kept of the state of a task's nodes; null when nothing is.</summary>
    TaskStateRow? ReadTaskState(string task);

    /// <summary>Up to which events the alert nodes of a task have raised since its state was written down.</summary>
    IReadOnlyList<RaisedRow> ReadRaised(string task);

    /// <summary>The parts of it, the newest first.</summary>
    IReadOnlyList<byte[]> ReadTaskStateParts(string task, TaskStateRow row);
}
