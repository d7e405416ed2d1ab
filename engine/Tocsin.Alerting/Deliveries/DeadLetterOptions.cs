using Tocsin.Sdk;

namespace Tocsin.Alerting.Deliveries;

/// <summary>How long dead letters wait for somebody.</summary>
public sealed record DeadLetterOptions : ICheckedOptions
{
    /// <summary>How long one is kept. Default 90 d.</summary>
    public TimeSpan Keep { get; init; } = TimeSpan.FromDays(90);

    /// <summary>How many are kept, those that were owed last. Default 100,000.</summary>
    public long Rows { get; init; } = 100_000;

    public IEnumerable<OptionProblem> Check()
    {
        if (Keep <= TimeSpan.Zero)
            yield return new OptionProblem("keep", "dead letters must be kept for some time, such as 90d");
        if (Rows < 1)
            yield return new OptionProblem("rows", "at least 1 dead letter must be kept");
    }
}
