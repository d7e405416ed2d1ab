using Tocsin.Sdk;

namespace Tocsin.Pipelines.Processing;

/// <summary>
/// What nodes know of their groups (windows, joins, counts, the levels of alerts and whatever else remembers) is written down now and then, so that
/// tasks go on from there after a restart. Counts for tasks that start from then on.
/// </summary>
public sealed record StateOptions : ICheckedOptions
{
    /// <summary>
    /// How often what changed is written down; after the end of the process by force, so much is missing. A task that needs long for it does so less
    /// often: it takes a twentieth of its time at most. 0 writes nothing down, and every restart starts over. Default 10 s.
    /// </summary>
    public TimeSpan Every { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How many bytes the state of one task may have. One that has more is not written down, which the status says. Default 256 MiB.</summary>
    public long LimitBytes { get; init; } = 256L << 20;

    /// <inheritdoc/>
    public IEnumerable<OptionProblem> Check()
    {
        if (Every < TimeSpan.Zero)
            yield return new OptionProblem("every", "must not be negative; 0 writes nothing down");
        if (LimitBytes <= 0)
            yield return new OptionProblem("limit-bytes", "must be above 0; every: 0s writes nothing down");
    }
}
