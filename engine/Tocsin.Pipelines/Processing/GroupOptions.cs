using Tocsin.Sdk;

namespace Tocsin.Pipelines.Processing;

/// <summary>How many groups of points a task may have, and how long it keeps those that are silent. Counts for tasks that start from then on.</summary>
public sealed record GroupOptions : ICheckedOptions
{
    private const long MemoryOfGroup = 4096;
    private const int AtMost = 2_000_000;
    private const int AtLeast = 10_000;

    /// <summary>
    /// Groups that one task may have; those with long tags count as several. Beyond it points of new groups are refused, in this task only. 0,
    /// the default, is one for each 4 KiB of memory, 10,000 to 2,000,000.
    /// </summary>
    public int Limit { get; init; }

    /// <summary>
    /// After how long without a point a group is given back, with what the nodes of the task hold of it. It begins again with its next point. A
    /// group whose alert is open stays. 0, the default, never.
    /// </summary>
    public TimeSpan TimeToLive { get; init; }

    /// <inheritdoc/>
    public IEnumerable<OptionProblem> Check()
    {
        if (Limit < 0)
            yield return new OptionProblem("limit", "must not be negative; 0 derives it from the available memory");
        if (TimeToLive < TimeSpan.Zero)
            yield return new OptionProblem("time-to-live", "must not be negative; 0 keeps groups for ever");
    }

    /// <summary>The same with a number for everything.</summary>
    /// <param name="memory">The memory that the process may use, in bytes.</param>
    public GroupOptions For(long memory) => Limit > 0 ? this : this with { Limit = (int)Math.Clamp(memory / MemoryOfGroup, AtLeast, AtMost) };
}
