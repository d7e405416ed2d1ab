using Tocsin.Alerting.Storage.Rows;

namespace Tocsin.Alerting.Storage.Records;

/// <summary>What a change may write of tasks. Used on the store's thread only, within its transaction.</summary>
public interface ITaskWriter
{
    /// <summary>Adds a task or replaces the one with its id.</summary>
    void SaveTask(TaskRecord task);

    /// <summary>Forgets a task with the groups it watches and what its nodes and functions know.</summary>
    void DeleteTask(string id);

    /// <summary>Notes that a deadman of a task watches a group of a stream, and when data of it came last in seconds since 1970.</summary>
    void SaveWatchedGroup(string task, string stream, string key, long seen);

    void RemoveWatchedGroup(string task, string stream, string key);

    /// <summary>Forgets the groups of a task's streams but for those named.</summary>
    void KeepWatchedGroups(string task, IReadOnlyCollection<string> streams);

    /// <summary>Gives the groups that a task watches to another.</summary>
    void RenameWatchedGroups(string oldTask, string newTask);

    /// <summary>Keeps what the function of a node knows, in the place of what it knew.</summary>
    void SaveFunctionSnapshot(string task, string node, FunctionSnapshotRow snapshot);

    /// <summary>Forgets what the functions of a task's nodes know but for those named.</summary>
    void KeepFunctionSnapshots(string task, IReadOnlyCollection<string> nodes);

    /// <summary>Gives what the functions of a task know to another.</summary>
    void RenameFunctionSnapshots(string oldTask, string newTask);

    /// <summary>Adds parts of the state of a task's nodes, which count from <see cref="CompleteTaskState"/> on.</summary>
    /// <param name="number">More than that of all complete ones.</param>
    /// <param name="first">The number of the first part among those of its number; with 0 all that has that number goes.</param>
    void AddTaskState(string task, long number, int first, IReadOnlyList<byte[]> parts);

    /// <summary>Lets the parts up to a number count, and forgets those that need not be kept beside them.</summary>
    void CompleteTaskState(string task, TaskStateRow row);

    /// <summary>Notes up to which event a group of an alert node has raised, until a state of the task counts that was written down after it.</summary>
    void SaveRaised(RaisedRow raised);

    /// <summary>Forgets the state of a task's nodes.</summary>
    void ForgetTaskState(string task);

    /// <summary>Gives the state of a task's nodes to another.</summary>
    void RenameTaskState(string oldTask, string newTask);

    /// <summary>Adds a template or replaces the one with its id.</summary>
    void SaveTemplate(TemplateRecord template);

    void DeleteTemplate(string id);
}
