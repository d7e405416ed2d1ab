using System.Collections.Concurrent;
using System.Text;
using Tocsin.Dsl.Data;
using Tocsin.Engine.Tests.Testing;
using Tocsin.Pipelines.Data;
using Tocsin.Pipelines.Data.LineProtocol;

namespace Tocsin.Engine.Tests.Data;

public sealed class SeriesTableTests
{
    [Fact]
    public void Equal_parts_are_one_series_and_others_are_not()
    {
        var table = new SeriesTable();
        var origin = table.OriginOf("db", "rp");
        var series = table.Intern(origin, "m", Tags("h=a"));

        table.Intern(table.OriginOf("db", "rp"), "m", Tags("h=a")).Should().BeSameAs(series);
        table.Intern(table.OriginOf("db", ""), "m", Tags("h=a")).Should().NotBeSameAs(series);
        table.Intern(origin, "n", Tags("h=a")).Should().NotBeSameAs(series);
        table.Intern(origin, "m", Tags("h=b")).Should().NotBeSameAs(series);
        table.Intern(origin, "m", Tags("g=a")).Should().NotBeSameAs(series);
        table.Intern(origin, "m", TagSet.Empty).Should().NotBeSameAs(series);
    }

    [Fact]
    public void Series_with_long_tags_count_as_several()
    {
        var table = new SeriesTable(capacity: 10);
        var first = table.Intern(Origin.None, "m", TagSet.Empty);

        table.Intern(Origin.None, "n", TagSet.From([new("t", new string('x', 5_000))]));
        table.Intern(Origin.None, "o", TagSet.Empty);

        table.Intern(Origin.None, "m", TagSet.Empty).Should().NotBeSameAs(first, "the table has started over");
    }

    [Fact]
    public void The_origin_without_names_is_none() => new SeriesTable().OriginOf("", "").Should().BeSameAs(Origin.None);

    [Fact]
    public void Many_threads_find_the_same_series()
    {
        const int Count = 5000;
        var table = new SeriesTable();
        var body = string.Join('\n', Enumerable.Range(0, Count).Select(i => $"m,h=h{i} v={i} {i}"));
        var seen = new ConcurrentBag<Series[]>();

        Parallel.For(0, 8, _ => seen.Add([.. Lines.Read(body, table).Points.Select(point => point.Series)]));

        seen.Should().HaveCount(8);
        var first = seen.First();
        first.Select(series => series.Id).Should().BeEquivalentTo(Enumerable.Range(0, Count));
        foreach (var other in seen)
            other.Should().Equal(first, ReferenceEquals);
    }

    [Fact]
    public void A_table_that_starts_over_says_so()
    {
        var log = new LogLines();
        var table = new SeriesTable(10, new FakeTime()) { Log = log.CreateLogger("") };

        for (var i = 0; i < 25; i++)
            table.Intern(Origin.None, $"m{i}", TagSet.Empty);

        table.Usage.Should().Be(new SeriesUsage(5, 10, 2, new FakeTime().GetUtcNow()));
        log.Lines.Count(line => line.Contains("nears its limit", StringComparison.Ordinal)).Should().Be(2);
        log.Lines.Count(line => line.Contains("all series are learned again", StringComparison.Ordinal)).Should().Be(2);
    }

    [Fact]
    public void A_full_table_starts_over_and_what_was_cached_is_not_mistaken()
    {
        var table = new SeriesTable(capacity: 2);
        var cache = new SeriesCache<string>();
        var old = table.Intern(Origin.None, "a", TagSet.Empty);
        cache.Set(old, "a");
        table.Intern(Origin.None, "b", TagSet.Empty);

        var young = table.Intern(Origin.None, "c", TagSet.Empty);

        young.Id.Should().Be(0);
        cache[young].Should().BeNull("the slot holds what is known of a series of before");
        cache.Set(young, "c");
        cache.Set(old, "straggler");
        cache[young].Should().Be("c");
        cache[old].Should().BeNull();
        table.Intern(Origin.None, "a", TagSet.Empty).Should().NotBeSameAs(old);
    }

    [Fact]
    public void The_orders_of_tags_fill_no_memory_without_end()
    {
        var table = new SeriesTable(capacity: 4);
        var origin = table.OriginOf("db", "rp");
        string[] tags = ["a=1", "b=2", "c=3", "d=4"];
        var orders = tags.SelectMany(_ => tags, (x, y) => new[] { x, y }).Where(pair => pair[0] != pair[1])
            .Select(pair => $"m,{pair[0]},{pair[1]},{string.Join(',', tags.Except(pair))}").ToList();

        foreach (var order in orders)
            Lines.Read($"{order} v=1 1", table).Errors.Should().BeEmpty();

        orders.Count(order => Knows(table, origin, order)).Should().BeLessThanOrEqualTo(8);
    }

    [Fact]
    public void Tags_that_differ_in_their_names_only_have_different_hashes()
    {
        var hashes = Enumerable.Range(0, 100).Select(i => new SeriesKey(Origin.None, "m", Tags($"t{i}=x")).GetHashCode()).Distinct();

        hashes.Should().HaveCountGreaterThan(90);
    }

    private static bool Knows(SeriesTable table, Origin origin, string key)
    {
        var bytes = Encoding.UTF8.GetBytes(key);
        return table.Find(origin, bytes, KeyHash.Of(bytes)) is not null;
    }

    private static TagSet Tags(params string[] pairs) =>
        TagSet.From(pairs.Select(pair => KeyValuePair.Create(pair.Split('=')[0], pair.Split('=')[1])));
}
