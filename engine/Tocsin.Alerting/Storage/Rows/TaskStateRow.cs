namespace Tocsin.Alerting.Storage.Rows;

/// <summary>What is kept of the state of a task's nodes: one moment, in parts.</summary>
/// <param name="Number">The number of the last parts; those that were written later are not complete.</param>
/// <param name="First">The number of the first parts, which have all; those after them have what changed.</param>
/// <param name="Taken">When it was so, in milliseconds since 1970.</param>
/// <param name="Journal">The journal that <paramref name="Position"/> is of; 0 for none.</param>
/// <param name="Position">Up to where in the journal the task had seen what was written to it.</param>
public sealed record TaskStateRow(long Number, long First, long Taken, long Journal = 0, long Position = 0);
