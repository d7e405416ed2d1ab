using System.Globalization;
using Tocsin.Engine.Tests.Testing;
using Tocsin.Pipelines.Data;

namespace Tocsin.Engine.Tests.Data;

/// <summary>What writers make up without end is let go again.</summary>
[Collection(Alone.Name)]
public sealed class SeriesMemoryTests
{
    [Fact]
    public void Databases_that_nobody_holds_are_forgotten()
    {
        var table = new SeriesTable();
        var held = table.OriginOf("db", "rp");
        var before = GC.GetTotalMemory(forceFullCollection: true);

        for (var round = 0; round < 10; round++)
        {
            for (var i = 0; i < 20_000; i++)
                table.OriginOf($"database-{round}-{i}", "rp");
            GC.Collect();
        }

        (GC.GetTotalMemory(forceFullCollection: true) - before).Should().BeLessThan(16 * 1024 * 1024, "all of them take three times as much");
        table.OriginOf("db", "rp").Should().BeSameAs(held);
    }

    [Theory]
    [InlineData("m,t={0} v=1 1")]
    [InlineData("m{0} v=1 1")]
    public void Series_and_measurements_without_end_take_no_more_than_their_share(string line)
    {
        var table = new SeriesTable(1000);
        var before = GC.GetTotalMemory(forceFullCollection: true);

        for (var i = 0; i < 100; i++)
            Lines.Read(string.Join('\n', Enumerable.Range(i * 1000, 1000).Select(n => string.Format(CultureInfo.InvariantCulture, line, n))), table);

        (GC.GetTotalMemory(forceFullCollection: true) - before).Should().BeLessThan(4 * 1024 * 1024);
        table.Usage.Restarts.Should().BeGreaterThan(90);
        GC.KeepAlive(table);
    }

    [Fact]
    public void Tags_of_64_KB_take_no_more_than_their_share()
    {
        var table = new SeriesTable(1000);
        var before = GC.GetTotalMemory(forceFullCollection: true);

        for (var i = 0; i < 500; i++)
            Lines.Read($"m,t={new string('x', 65_000)}{i} v=1 1", table);

        (GC.GetTotalMemory(forceFullCollection: true) - before).Should().BeLessThan(8 * 1024 * 1024);
        table.Usage.Restarts.Should().BePositive();
        GC.KeepAlive(table);
    }
}
