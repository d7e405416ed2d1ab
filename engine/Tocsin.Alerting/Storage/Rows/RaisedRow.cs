using Tocsin.Sdk;

namespace Tocsin.Alerting.Storage.Rows;

/// <summary>How far the events of one group of an alert node are committed: a task that goes through its data once more raises those no more.</summary>
/// <param name="Task">The task's id.</param>
/// <param name="Node">The name of the alert node.</param>
/// <param name="Group">The group, as text.</param>
/// <param name="Number">The number of the group's last event.</param>
/// <param name="Began">The level that topics knew when the group's data was seen first.</param>
/// <param name="Position">Where the task was in the journal.</param>
public sealed record RaisedRow(string Task, string Node, string Group, long Number, AlertLevel Began, long Position);
