using Tocsin.Sdk;

namespace Tocsin.Engine.Sources;

/// <summary>How much a source takes.</summary>
internal sealed record SourceLimits : ICheckedOptions
{
    /// <summary>The largest body, in bytes and unpacked. 0, the default, leaves it to <c>limits.source-bytes</c> of the server.</summary>
    public int Bytes { get; init; }

    /// <summary>Requests a second, on average. 0, the default, sets no limit.</summary>
    public double PerSecond { get; init; }

    /// <summary>Requests at once that may exceed the average. 0, the default, stands for those of two seconds, and at least one.</summary>
    public double Burst { get; init; }

    /// <summary>
    /// Alerts that may begin in a minute, on average, and at once after a quiet minute. What goes on, repeats or ends counts for nothing, however many
    /// requests and events tell of it. 0, the default, sets no limit.
    /// </summary>
    public double AlertsPerMinute { get; init; }

    public IEnumerable<OptionProblem> Check()
    {
        if (Bytes < 0)
            yield return new OptionProblem("bytes", "must not be negative; 0 leaves it to limits.source-bytes of the server");
        if (PerSecond < 0)
            yield return new OptionProblem("per-second", "must not be negative; 0 sets no limit");
        if (Burst < 0)
            yield return new OptionProblem("burst", "must not be negative");
        if (AlertsPerMinute < 0)
            yield return new OptionProblem("alerts-per-minute", "must not be negative; 0 sets no limit");
    }
}
