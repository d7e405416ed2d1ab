namespace Tocsin.Pipelines.Journals;

/// <summary>A node of a task moved the time of a group on although no data said so.</summary>
/// <param name="After">The position of what the task had processed last.</param>
/// <param name="Group">See <see cref="Data.GroupKey"/>.</param>
/// <param name="Time">The time of the group from then on, in nanoseconds since 1970.</param>
internal sealed record JournalTick(long After, string Task, string Node, string Group, long Time);
