using Tocsin.Pipelines.Data;

namespace Tocsin.Pipelines.Tasks;

/// <summary>The groups of a running task.</summary>
/// <param name="Count">How many it has.</param>
/// <param name="Limit">How many it may have; long ones count as several.</param>
/// <param name="Refused">Points and batches of further groups that were refused.</param>
/// <param name="Crowding">What to do about groups that near the limit, in words; empty while they do not.</param>
public readonly record struct TaskGroups(int Count, int Limit, long Refused, string Crowding)
{
    internal static TaskGroups Of(GroupRoom groups) => new(groups.Count, groups.Limit, groups.Refused, groups.IsCrowded ? groups.Fullness : "");
}
