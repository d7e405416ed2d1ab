using System.Globalization;
using Tocsin.Server.RuleTests.Coverage;
using Tocsin.Server.RuleTests.Mutations;
using Tocsin.Server.RuleTests.Running;

namespace Tocsin.Server.Cli.Tests;

/// <summary>What there is to say of tests, in lines for people.</summary>
internal static class TestLines
{
    /// <summary>What is wrong, each with its place and details.</summary>
    public static IEnumerable<string> Of(RuleTestResult result)
    {
        foreach (var mismatch in result.Mismatches)
        {
            var place = mismatch.Place is { } at ? $"{at}: " : "";
            foreach (var line in (place + mismatch.Message).Split('\n'))
                yield return line;
            foreach (var detail in mismatch.Details)
                yield return "    " + detail;
        }
    }

    /// <summary>How much is reached, and what is not.</summary>
    public static IEnumerable<string> Of(CoverageReport coverage)
    {
        yield return $"coverage: {coverage.Reached} of {coverage.All.Count} ({Percent(coverage)} %)";
        foreach (var (item, _) in coverage.All.Where(entry => entry.Hits == 0))
            yield return $"  {item.Source}{(coverage.TryPlace(item, out var place) ? $":{place.Line}:{place.Column}" : "")}: {coverage.WhenMissing(item)}";
    }

    /// <summary>How many mutants are noticed, and what would notice the others.</summary>
    public static IEnumerable<string> Of(IReadOnlyList<MutantResult> mutants)
    {
        var noticed = mutants.Count(mutant => mutant.Outcome == MutantOutcome.Noticed);
        var unnoticed = mutants.Where(mutant => mutant.Outcome == MutantOutcome.Unnoticed).ToList();
        var untried = mutants.Count(mutant => mutant.Outcome == MutantOutcome.Untried);
        yield return $"mutants: {noticed} of {noticed + unnoticed.Count} noticed{(untried > 0 ? $"; {untried} were not tried, as there was no more time" : "")}";
        foreach (var (mutant, _) in unnoticed)
            yield return $"  {mutant.Script}:{mutant.Place.Line}:{mutant.Place.Column}: {mutant.WhenUnnoticed}";
    }

    /// <summary>With one digit, and never 100 as long as something is missing.</summary>
    public static string Percent(CoverageReport coverage) => (Math.Floor(coverage.Percent * 10) / 10).ToString("0.#", CultureInfo.InvariantCulture);
}
