using Tocsin.Engine.Tests.Testing;
using Tocsin.Inputs.Scraping;

namespace Tocsin.Engine.Tests.Inputs;

/// <summary>What targets hold that do not answer.</summary>
[Collection(Alone.Name)]
public sealed class ScrapingMemoryTests
{
    private const int Targets = 2000;

    // The connections of the framework to each host are two thirds of it.
    private const long MostBytes = 10_000;

    [Fact]
    public async Task A_target_that_does_not_answer_holds_little()
    {
        var taken = new Taken();
        var discovery = new StaticDiscoveryOptions { Id = "d", Enabled = true, Targets = [.. Enumerable.Range(0, Targets).Select(i => $"127.9.{i / 250}.{1 + (i % 250)}:1")] };
        var before = GC.GetTotalMemory(forceFullCollection: true);
        await using var input = new ScraperInput(new ScraperOptions { Name = "s", Db = "prom", Rp = "rp", DiscovererId = "d" }, new StaticTargets(discovery), taken.Services with { Take = (_, _, _, _, _) => new([]) }, taken.Counts);

        await Until.True(() => taken.Counts.Read().Failing == Targets, taken.Time, TimeSpan.FromMilliseconds(100));

        ((GC.GetTotalMemory(forceFullCollection: true) - before) / Targets).Should().BeLessThan(MostBytes);
    }
}
