using System.Text.RegularExpressions;

namespace Tocsin.Server.Cli.Tests;

/// <summary>What is to be tested, and what is wanted beside the results.</summary>
internal sealed record TestChoice
{
    /// <summary>Files and folders.</summary>
    public required IReadOnlyList<string> Paths { get; init; }

    /// <summary>What the names of tests must match; null for all tests.</summary>
    public Regex? Names { get; init; }

    /// <summary>How much must be reached, in percent; null when nobody wants to know.</summary>
    public double? Coverage { get; init; }

    /// <summary>Where coverage is written to in the form of LCOV; null for nowhere.</summary>
    public string? Lcov { get; init; }

    /// <summary>True to look for mistakes that no test notices.</summary>
    public bool Mutates { get; init; }

    /// <summary>For how long mutants of one file are tried.</summary>
    public TimeSpan MutationLimit { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How long one test may take.</summary>
    public required TimeSpan Timeout { get; init; }

    /// <summary>True to keep what happens as snapshots.</summary>
    public bool UpdatesSnapshots { get; init; }
}
