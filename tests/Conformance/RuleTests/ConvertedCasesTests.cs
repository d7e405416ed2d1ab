using System.Collections.Concurrent;
using System.Diagnostics;
using Tocsin.Server.RuleTests.Running;
using Xunit.Abstractions;

namespace Tocsin.Conformance.RuleTests;

/// <summary>The recorded cases, run by <c>tocsin test</c>: what tests of rules say is what the peer did.</summary>
public sealed class ConvertedCasesTests(ITestOutputHelper output)
{
    // As many as can be said in a file of tests; the others call the API on the way, or look at sockets and files.
    private const int Least = 350;

    private static readonly string[] Folders = ["cases/alert", "cases/language", "cases/nodes", "cases/topic"];

    [Fact]
    public async Task They_come_out_as_recorded()
    {
        List<Case> all = [.. Folders.SelectMany(CaseFiles.In).Where(name => KnownDifferences.Of(name) is null).Select(Case.Load)];
        List<Case> converted = [.. all.Where(recorded => ConvertedCase.WhyNot(recorded) is null)];
        var (failures, took) = (new ConcurrentBag<string>(), Stopwatch.StartNew());
        await Parallel.ForEachAsync(converted, async (recorded, _) =>
        {
            using var test = new ConvertedCase(recorded);
            if (WhyWrong(recorded, await test.RunAsync(recorded.Expected!["posts"]!.AsObject())) is { } why)
                failures.Add($"{recorded.Name}: {why}");
        });

        output.WriteLine($"{converted.Count} of {all.Count} cases in {took.Elapsed.TotalSeconds:0.0} s");
        foreach (var reason in all.Select(ConvertedCase.WhyNot).OfType<string>().GroupBy(why => why))
            output.WriteLine($"left out: {reason.Count()}, as {reason.Key}");
        string.Join("\n", failures.Order(StringComparer.Ordinal)).Should().BeEmpty();
        converted.Count.Should().BeGreaterThanOrEqualTo(Least);
    }

    private static string? WhyWrong(Case recorded, RuleTestResult result)
    {
        if (recorded.Expected!["define"]!["accepted"]!.GetValue<bool>() || recorded.IsLenient)
            return result.HasPassed || (recorded.IsLenient && !result.IsDefined) ? null : string.Join("\n  ", result.Mismatches.Take(3).SelectMany(mismatch => mismatch.Details.Take(3).Prepend(mismatch.Message)));
        return result.IsDefined ? "the script is taken, and the peer refuses it" : null;
    }
}
