using System.Globalization;
using Tocsin.Dsl.Time;
using Tocsin.Pipelines.Nodes.Query.Ticks;
using Tocsin.Pipelines.Processing;

namespace Tocsin.Engine.Tests.Nodes.Query;

/// <summary>When queries are made.</summary>
public sealed class TicksTests
{
    [Theory]
    [InlineData("* * * * *", "2020-01-01T00:00:30Z", "2020-01-01T00:01:00Z", "2020-01-01T00:02:00Z")]
    [InlineData("*/20 * * * * * *", "2020-01-01T00:00:30Z", "2020-01-01T00:00:40Z", "2020-01-01T00:01:00Z")]
    [InlineData("5,12-14,26 * * * * * *", "2020-01-01T00:00:12Z", "2020-01-01T00:00:13Z", "2020-01-01T00:00:14Z")]
    [InlineData("0 0 6-18/6 * * WED,FRI *", "2020-01-01T18:00:00Z", "2020-01-03T06:00:00Z", "2020-01-03T12:00:00Z")]
    [InlineData("0 0 1 1 * 2022", "2020-06-01T00:00:00Z", "2022-01-01T00:00:00Z", "")]
    [InlineData("0 0 0 1 1 * 2021-2025/2", "2020-06-01T00:00:00Z", "2021-01-01T00:00:00Z", "2023-01-01T00:00:00Z")]
    [InlineData("0 0 13 * FRI", "2020-03-09T00:00:00Z", "2020-03-13T00:00:00Z", "2020-03-20T00:00:00Z")]
    [InlineData("0 12 15 * MON", "2020-03-10T00:00:00Z", "2020-03-15T12:00:00Z", "2020-03-16T12:00:00Z")]
    [InlineData("0 0 L * *", "2020-02-10T00:00:00Z", "2020-02-29T00:00:00Z", "2020-03-31T00:00:00Z")]
    [InlineData("@hourly", "2020-01-01T00:00:30Z", "2020-01-01T01:00:00Z", "2020-01-01T02:00:00Z")]
    [InlineData("0 0 1 1 * 1999", "2020-01-01T00:00:30Z", "", "")]
    public void Cron_expressions_are_those_of_kapacitor(string cron, string after, string first, string second)
    {
        var ticks = CronTicks.Parse(cron, TimeZoneInfo.Utc);

        Text(ticks.First(At(after))).Should().Be(first);
        if (first.Length > 0)
            Text(ticks.Next(At(first))).Should().Be(second);
    }

    [Fact]
    public void Cron_goes_by_the_zone_also_when_clocks_change()
    {
        var ticks = CronTicks.Parse("30 2 * * *", TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"));

        Text(ticks.Next(At("2020-03-28T00:00:00Z"))).Should().Be("2020-03-28T01:30:00Z");
        Text(ticks.Next(At("2020-03-28T12:00:00Z"))).Should().Be("2020-03-29T01:00:00Z", "the hour of 2:30 is left out that night");
        Text(ticks.Next(At("2020-03-29T12:00:00Z"))).Should().Be("2020-03-30T00:30:00Z");
    }

    [Theory]
    [InlineData("* * * *")]
    [InlineData("61 * * * *")]
    [InlineData("* * * * * * * *")]
    [InlineData("* * * * * 1900")]
    [InlineData("* * * * * 2020-x")]
    [InlineData("* * * FOO *")]
    [InlineData("")]
    public void What_is_no_cron_expression_is_refused(string cron) => FluentActions.Invoking(() => CronTicks.Parse(cron, TimeZoneInfo.Utc)).Should().Throw<FormatException>();

    [Fact]
    public void Equal_distances_begin_with_the_task_or_at_multiples()
    {
        ITicks free = new EveryTicks(Duration.FromSeconds(10), isAligned: false), aligned = new EveryTicks(Duration.FromSeconds(10), isAligned: true);

        (free.First(3), free.Next(13)).Should().Be((10_000_000_003, 10_000_000_013));
        Text(aligned.First(At("2020-01-01T00:00:03Z"))).Should().Be("2020-01-01T00:00:10Z");
        Text(aligned.First(At("2020-01-01T00:00:10Z"))).Should().Be("2020-01-01T00:00:20Z");
        Text(aligned.Next(At("2020-01-01T00:00:03Z"))).Should().Be("2020-01-01T00:00:10Z", "13 is rounded");
        Text(aligned.Next(At("2020-01-01T00:00:05Z"))).Should().Be("2020-01-01T00:00:20Z", "15 is rounded up");
    }

    private static long At(string time) => Instant.From(DateTimeOffset.Parse(time, CultureInfo.InvariantCulture)).UnixNanoseconds;

    private static string Text(long? tick) => tick is { } time ? new Instant(time).ToString() : "";
}
