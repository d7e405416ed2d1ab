using Tocsin.Influx.Client;
using Tocsin.Influx.Connections;
using Tocsin.Influx.InfluxQL;
using Tocsin.Influx.InfluxQL.Parsing;

namespace Tocsin.Influx.Tests;

/// <summary>Queries are read, judged, and asked again for other times and groups.</summary>
public sealed class SelectTests
{
    private const string Times = "time >= '2020-01-01T00:00:00.000000000Z' AND time < '2020-01-01T00:00:10.000000001Z'";
    private const long Start = 1_577_836_800_000_000_000;
    private const long Stop = Start + 10_000_000_001;

    [Theory]
    [InlineData("SELECT v FROM d.r.m", "SELECT v FROM d.r.m WHERE " + Times)]
    [InlineData("select mean(v) as a, max(\"w x\") from \"d\".\"r\".\"m\" where h='x' or h =~ /^a\\/b$/ group by h fill(0) order by time desc limit 3 slimit 2 tz('UTC')",
        "select mean(v) as a, max(\"w x\") from \"d\".\"r\".\"m\" WHERE (h='x' or h =~ /^a\\/b$/) AND " + Times + " order by time desc limit 3 slimit 2 tz('UTC')")]
    [InlineData("SELECT v -- all\nFROM d.r.m; -- done", "SELECT v -- all\nFROM d.r.m WHERE " + Times)]
    [InlineData("SELECT * FROM d.r./^(m|k)$/, d..k", "SELECT * FROM d.r./^(m|k)$/, d..k WHERE " + Times)]
    [InlineData("SELECT -v * (w + 1.5) / 2, f::field, *::tag FROM d.r.m WHERE time > now() - 1h30m AND ok = TRUE",
        "SELECT -v * (w + 1.5) / 2, f::field, *::tag FROM d.r.m WHERE (time > now() - 1h30m AND ok = TRUE) AND " + Times)]
    [InlineData("SELECT mean(/^cpu/) INTO d.r.copy FROM d.r.m", "SELECT mean(/^cpu/) INTO d.r.copy FROM d.r.m WHERE " + Times)]
    [InlineData("SELECT /^v/, w / 2 FROM d.r.m", "SELECT /^v/, w / 2 FROM d.r.m WHERE " + Times)]
    [InlineData("select /v/ from /m|k/ where h = 'x' and /* not */ w / 2 > 1", "select /v/ from /m|k/ WHERE (h = 'x' and /* not */ w / 2 > 1) AND " + Times)]
    [InlineData("SELECT DISTINCT v FROM d.r.m", "SELECT DISTINCT v FROM d.r.m WHERE " + Times)]
    [InlineData("SELECT percentile(v, 95), host FROM d.r.m", "SELECT percentile(v, 95), host FROM d.r.m WHERE " + Times)]
    [InlineData("SELECT top(v, host, 3), v FROM d.r.m", "SELECT top(v, host, 3), v FROM d.r.m WHERE " + Times)]
    [InlineData("SELECT derivative(mean(v), 1s) FROM d.r.m WHERE time > 0 GROUP BY time(5s)", "SELECT derivative(mean(v), 1s) FROM d.r.m WHERE (time > 0) AND " + Times)]
    public void A_query_is_asked_for_a_span_of_time(string query, string asked) =>
        QueryReader.Read(query).Between(Start, Stop, [], "").Should().Be(asked);

    [Fact]
    public void Groups_and_filling_are_those_of_the_node()
    {
        var dimensions = new[] { QueryDimension.ByTime(5_000_000_000, 1_500_000), QueryDimension.ByTag("ho\"st"), QueryDimension.AllTags, QueryDimension.ByTime(7, 0) };

        QueryReader.Read("SELECT count(v) FROM d.r.m GROUP BY dc LIMIT 1").Between(Start, Stop, dimensions, "previous")
            .Should().Be($"SELECT count(v) FROM d.r.m WHERE {Times} GROUP BY time(5s, 1500u), \"ho\\\"st\", *, time(7ns, 0s) fill(previous) LIMIT 1");
    }

    [Fact]
    public void Times_before_1970_are_times() =>
        QueryReader.Read("SELECT v FROM m").Between(-1, 0, [], "").Should().EndWith("time >= '1969-12-31T23:59:59.999999999Z' AND time < '1970-01-01T00:00:00.000000000Z'");

    [Theory]
    [InlineData("m", "", "", "m")]
    [InlineData("r.m", "", "r", "m")]
    [InlineData("\"d b\".\"r.p\".m", "d b", "r.p", "m")]
    [InlineData("d..m", "d", "", "m")]
    [InlineData("d.r./x\\/y/", "d", "r", "/x\\/y/")]
    public void Sources_say_what_they_are(string source, string database, string policy, string measurement) =>
        QueryReader.Read($"SELECT v FROM {source}").Sources.Should().Equal(new QuerySource(database, policy, measurement));

    [Theory]
    [InlineData("SELECT mean(v) FROM m", true)]
    [InlineData("SELECT derivative(mean(v)) FROM m", true)]
    [InlineData("SELECT derivative(v), abs(w) FROM m", false)]
    [InlineData("SELECT v + 1 FROM m", false)]
    public void It_is_known_whether_values_are_aggregated(string query, bool isAggregate) => QueryReader.Read(query).HasAggregates.Should().Be(isAggregate);

    [Theory]
    [InlineData("", "the query must be one SELECT, it has 0 statements: *")]
    [InlineData(" ; ; -- nothing", "the query must be one SELECT, it has 0 statements: *")]
    [InlineData("SELECT v FROM m; DROP DATABASE d", "the query must be one SELECT, it has 2 statements: give each a query node of its own")]
    [InlineData("SHOW DATABASES", "the query must be a SELECT, it begins with SHOW")]
    [InlineData("SELECT v FROM m WHERE", "the query ends at line 1, character 22, expected a field, tag, function, number, text or '('")]
    [InlineData("SELECT v FRO m", "the query has 'FRO' at line 1, character 10, expected *")]
    [InlineData("SELECT v\nFROM m GROUP time(1s)", "the query has 'time' at line 2, character 14, expected BY")]
    [InlineData("SELECT mean(x) FROM (SELECT v FROM m)", "the query has '(' at line 1, character 21, expected the name of a measurement: a query within a query *")]
    [InlineData("SELECT v FROM a.b.c.d", "*")]
    [InlineData("SELECT v FROM m WHERE h = 'x", "the query has a mistake at line 1, character 27: what begins with ' has no end")]
    [InlineData("SELECT v FROM m WHERE h ? 1", "the query has a mistake at line 1, character 25: '?' means nothing in a query")]
    [InlineData("SELECT v, mean(v) FROM m", "the query selects fields along with aggregates*")]
    [InlineData("SELECT first(v), last(v), w FROM m", "the query selects fields along with aggregates*")]
    [InlineData("SELECT mean(v) FROM m GROUP BY time(5s)", "the query groups by time without a time in its WHERE*.groupBy(time(...))*")]
    [InlineData("SELECT 1 FROM m", "the query selects no field*")]
    public void A_query_that_cannot_be_asked_says_why_and_where(string query, string message) =>
        FluentActions.Invoking(() => QueryReader.Read(query)).Should().Throw<QueryTextException>().WithMessage(message);

    [Fact]
    public void Depth_and_length_harm_nobody()
    {
        FluentActions.Invoking(() => QueryReader.Read($"SELECT {new string('(', 50_000)}v{new string(')', 50_000)} FROM m")).Should().Throw<QueryTextException>().WithMessage("*nested more than 100 deep*");
        FluentActions.Invoking(() => QueryReader.Read($"SELECT {string.Concat(Enumerable.Repeat("- ", 50_000))}v FROM m")).Should().Throw<QueryTextException>().WithMessage("*nested more than 100 deep*");
        QueryReader.Read("SELECT " + string.Join(" + ", Enumerable.Repeat("v", 2000)) + " FROM m").Fields.Should().HaveCount(1);
    }

    [ProgramTheory(InfluxDaemon.Program, InfluxDaemon.Install)]
    [InlineData("SELECT v FROM d.autogen.m WHERE h = 'a' OR h =~ /b/")]
    [InlineData("SELECT -v * (n + 1.5) / 2 AS x FROM d.autogen.m")]
    [InlineData("SELECT v, h FROM d.autogen./^m$/ ORDER BY time DESC LIMIT 2")]
    [InlineData("SELECT mean(v), max(n) FROM d.autogen.m WHERE time > 0 GROUP BY time(1s)")]
    [InlineData("SELECT top(v, h, 1) FROM d.autogen.m TZ('Europe/Berlin')")]
    public async Task InfluxDB_understands_what_is_asked(string query)
    {
        await using var influxd = await InfluxDaemon.StartAsync();
        using var client = new InfluxClient(new InfluxConnection { Urls = [new Uri(influxd.Url)] });
        await influxd.WriteAsync("d", $"m,h=a v=1,n=1i {Start}\nm,h=b v=2,n=2i {Start + 1}\nm,h=c v=9,n=9i {Stop}\n");
        var statement = QueryReader.Read(query);

        var text = statement.Between(Start, Stop, statement.HasAggregates ? [QueryDimension.ByTime(1_000_000_000, 500_000_000), QueryDimension.ByTag("h")] : [QueryDimension.AllTags], statement.HasAggregates ? "none" : "");

        (await client.QueryAsync(new InfluxQuery(text))).Should().NotBeEmpty().And.AllSatisfy(table => table.Series.Tags.Should().NotContain(tag => tag.Value == "c"));
    }

    [Theory]
    [InlineData("SELECT v, w AS x FROM m", "v x")]
    [InlineData("SELECT time, v FROM m", "v")]
    [InlineData("SELECT MEAN(v), mean(w), max(v) AS mean_1 FROM m", "mean# mean_2# mean_1")]
    [InlineData("SELECT mean(a) / mean(b), (count(c)) FROM m", "mean_mean# count#")]
    [InlineData("SELECT -a, 2 * d FROM m", "a# d#")]
    [InlineData("SELECT top(v, host, 3), min(v), distinct(v) FROM m", "top# host min distinct")]
    [InlineData("SELECT derivative(mean(v), 1s) FROM m", "derivative#")]
    [InlineData("SELECT v::float, h::tag FROM m", "v h")]
    [InlineData("SELECT * FROM m", null)]
    [InlineData("SELECT mean(*) FROM m", null)]
    [InlineData("SELECT mean(/cpu/) FROM m", null)]
    public void The_columns_of_the_answer_are_known_and_which_are_numbers(string query, string? columns) =>
        (QueryReader.Read(query).Columns is { } known ? string.Join(' ', known.Select(column => column.Name + (column.IsNumber ? "#" : ""))) : null).Should().Be(columns);
}
