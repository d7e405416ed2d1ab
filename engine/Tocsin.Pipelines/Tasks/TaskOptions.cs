using Tocsin.Sdk;

namespace Tocsin.Pipelines.Tasks;

/// <summary>The section <c>task</c> of the configuration: what holds for all tasks.</summary>
public sealed record TaskOptions : ICheckedOptions
{
    /// <summary>How often functions of other processes are asked for what they know, to go on with it after a restart. Default 1 min.</summary>
    public TimeSpan SnapshotInterval { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// How many loops, and so cores, one task may work on at most, when it has more to do than one can and its nodes work group by group: 1 keeps
    /// each task on one. 0, the default, is as many as the machine has cores. Of what is given the next lower power of two counts, 64 at most.
    /// Counts for tasks that start from then on.
    /// </summary>
    public int Loops { get; init; }

    /// <summary>The same as a number above 0.</summary>
    public int MostLoops => Loops > 0 ? Loops : Environment.ProcessorCount;

    /// <inheritdoc/>
    public IEnumerable<OptionProblem> Check()
    {
        if (Loops < 0)
            yield return new OptionProblem("loops", "must not be negative; 0 derives it from the number of cores");
        if (SnapshotInterval <= TimeSpan.Zero)
            yield return new OptionProblem("snapshot-interval", "must be above 0");
    }
}
