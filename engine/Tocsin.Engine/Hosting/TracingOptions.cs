using Tocsin.Sdk;

namespace Tocsin.Engine.Hosting;

/// <summary>Traces from a write or a webhook to the deliveries that it leads to.</summary>
public sealed record TracingOptions : ICheckedOptions
{
    /// <summary>
    /// Which part of the requests is traced, from 0, none, to 1, all; what comes as part of a trace is traced as its sender does it. Default 0: nothing is,
    /// and it costs nothing. Traces are sent to the <c>otlp.endpoint</c>.
    /// </summary>
    public double Sample { get; init; }

    public IEnumerable<OptionProblem> Check()
    {
        if (!(Sample is >= 0 and <= 1))
            yield return new OptionProblem("sample", $"must be from 0, which traces nothing, to 1, which traces all, not {Sample}");
    }
}
