namespace Tocsin.Alerting.Storage;

/// <summary>Task definitions, templates, and the groups that tasks watch, as the store keeps them. Reads see what is committed.</summary>
public interface ITaskRecords : IRecords<ITaskWriter>
{
    IReadOnlyList<TaskRecord> LoadTasks();

    IReadOnlyList<TemplateRecord> LoadTemplates();

    /// <summary>The groups of a stream that deadmen of a task watch.</summary>
    IReadOnlyList<WatchedGroupRow> ReadWatchedGroups(string task, string stream);
}
