namespace Tocsin.Pipelines.Tasks.Schedules;

/// <summary>A query that has not been answered yet.</summary>
/// <param name="Since">When it was made.</param>
/// <param name="IsLate">True when others have been due meanwhile, so that the task sees no new data.</param>
public readonly record struct QueryUnderWay(DateTimeOffset Since, bool IsLate);
