using Tocsin.Sdk;

namespace Tocsin.Pipelines.Tasks;

/// <summary>The section <c>task</c> of the configuration: what holds for all tasks.</summary>
public sealed record TaskOptions : ICheckedOptions
{
    /// <summary>How often functions of other processes are asked for what they know, to go on with it after a restart. Default 1 min.</summary>
    public TimeSpan SnapshotInterval { get; init; } = TimeSpan.FromMinutes(1);

    /// <inheritdoc/>
    public IEnumerable<OptionProblem> Check()
    {
        if (SnapshotInterval <= TimeSpan.Zero)
            yield return new OptionProblem("snapshot-interval", "must be above 0");
    }
}
