using Tocsin.Dsl.Data;
using Tocsin.Pipelines.Data;
using Tocsin.Pipelines.Nodes;
using Tocsin.Pipelines.Tasks.Loops;

namespace Tocsin.Engine.Tests.Tasks;

/// <summary>Which tasks may work on several loops, by which tags, and why others may not.</summary>
public sealed class SplitPlanTests
{
    private const string From = "stream|from().measurement('m').groupBy('host', 'cpu')";

    [Theory]
    [InlineData(From + "|alert().crit(lambda: \"a\" > 0.0)", "cpu, host")]
    [InlineData(From + "|alert().id('{{ index .Tags \"host\" }}').crit(lambda: \"a\" > 0.0)", "host")]
    [InlineData(From + "|alert().id('{{ .Tags.cpu }} of {{ .TaskName }}').crit(lambda: \"a\" > 0.0)", "cpu")]
    [InlineData(From + "|groupBy('host', 'zone')|window().period(1s).every(1s)|mean('a')", "host")]
    [InlineData(From + "|eval(lambda: 'x').as('host').tags('host')|window().period(1s).every(1s)", "cpu")]
    [InlineData(From + "|delete().tag('cpu')|where(lambda: count() > 1)", "host")]
    [InlineData(From + "|default().tag('cpu', 'all')|window().period(1s).every(1s)", "host")]
    [InlineData("stream|from().groupBy(*)|window().period(1s).every(1s)", "*")]
    [InlineData("stream|from()|groupBy(*).exclude('rack')|sample(2)", "* without rack")]
    [InlineData("stream|from().groupBy(*)|delete().tag('a')|alert().id('{{ index .Tags \"b\" }}').crit(lambda: TRUE)", "b")]
    [InlineData("stream|from().where(lambda: \"a\" > 1.0)|where(lambda: \"b\" > 1.0)|groupBy('zone')|sample(2)", "zone")]
    [InlineData("stream|from()|eval(lambda: \"a\").as('b')", "*")]
    public void The_tags_are_those_that_all_have_in_common_who_must_stay_together(string script, string tags)
    {
        var plan = PlanOf(script);

        plan.Obstacle.Should().BeEmpty();
        plan.Tags.ToString().Should().Be(tags);
    }

    [Theory]
    [InlineData("stream|from()|window().period(1s).every(1s)", "window2 (line 1 char 15) works on all points together: group them before it")]
    [InlineData("stream|from()|alert().crit(lambda: TRUE)", "alert2 (line 1 char 15) works on all points together: group them before it")]
    [InlineData("stream|from().where(lambda: count() > 1).groupBy('h')|sample(2)", "from1 (line 1 char 8) remembers earlier points of all groups in its where()")]
    [InlineData("stream|from()|where(lambda: count() > 1)|groupBy('h')", "where2 (line 1 char 15) works on all points together: group them before it")]
    [InlineData("stream|from().groupByMeasurement()|sample(2)", "from1 (line 1 char 8) leaves no tag that all groups of the task are told apart by, from the first node to the last")]
    [InlineData("stream|from().groupBy('a')|groupBy('b')|sample(2)", "groupby2 (line 1 char 28) leaves no tag that all groups of the task are told apart by, from the first node to the last")]
    [InlineData("stream|from().groupBy('a')|eval(lambda: 'x').as('a').tags('a')|sample(2)", "eval2 (line 1 char 28) leaves no tag that all groups of the task are told apart by, from the first node to the last")]
    [InlineData(From + "|alert().id('{{ .Name }}').crit(lambda: TRUE)", "alert2 (line 1 char 55) has an id that does not show the tags which the points are grouped by, each as it is")]
    [InlineData(From + "|alert().id('{{ if .Tags.host }}{{ .Tags.host }}{{ end }}').crit(lambda: TRUE)", "alert2 (line 1 char 55) has an id that does not show the tags which the points are grouped by, each as it is")]
    [InlineData(From + "|alert().id('{{ .Tags.host | len }}').crit(lambda: TRUE)", "alert2 (line 1 char 55) has an id that does not show the tags which the points are grouped by, each as it is")]
    [InlineData(From + "|alert().crit(lambda: sigma(\"a\") > 3.0)", "alert2 (line 1 char 55) remembers earlier points of all groups in its conditions")]
    [InlineData(From + "|alert().crit(lambda: TRUE).critReset(lambda: count() > 3)", "alert2 (line 1 char 55) remembers earlier points of all groups in its conditions")]
    [InlineData(From + "|alert().crit(lambda: TRUE).inhibit('x', 'host')", "alert2 (line 1 char 55) inhibits other alerts")]
    [InlineData(From + "|alert().crit(lambda: TRUE).closeWhenSilent(1h)", "alert2 (line 1 char 55) watches over all its open alerts, to close those without data")]
    [InlineData(From + "|window().period(1s).every(1s)|groupBy('host')", "groupby3 (line 1 char 85) gathers batches of all groups")]
    [InlineData("batch|query('SELECT a FROM db.rp.m').period(1s).every(1s).groupBy('host')|mean('a')", "batch0 (line 1 char 1) makes queries, whose answers pass one after the other")]
    public void A_task_that_cannot_says_which_node_keeps_it_from_that(string script, string obstacle) => PlanOf(script).Obstacle.Should().Be(obstacle);

    [Fact]
    public void Every_node_of_the_language_is_judged()
    {
        string[] together =
        [
            "barrier", "batch", "deadman", "ec2Autoscale", "httpOut", "httpPost", "influxDBOut", "join", "k8sAutoscale", "kapacitorLoopback", "log", "query", "queryFlux", "sideload",
            "stats", "swarmAutoscale", "union",
        ];
        string[] byGroup =
        [
            "alert", "bottom", "changeDetect", "combine", "count", "cumulativeSum", "default", "delete", "derivative", "difference", "distinct", "elapsed", "eval", "first", "flatten", "from", "groupBy", "holtWinters",
            "holtWintersWithFit", "last", "max", "mean", "median", "min", "mode", "movingAverage", "noop", "percentile", "sample", "shift", "spread", "stateCount", "stateDuration", "stddev", "stream", "sum",
            "top", "trickle", "where", "window",
        ];

        BuiltInNodes.All.Select(node => node.Name).Should().BeEquivalentTo([.. together, .. byGroup], "a new node belongs to one of the two, and to the scripts of {0} if to the second", nameof(RandomTask));
    }

    [Theory]
    [InlineData("|barrier().idle(1s)")]
    [InlineData("|httpOut('x')")]
    [InlineData("|log()")]
    [InlineData("|stats(1s)")]
    [InlineData("|union(stream|from().groupBy('host'))")]
    [InlineData("|join(stream|from().groupBy('host')).as('a', 'b')")]
    public void A_node_that_sees_all_groups_keeps_a_task_on_one_loop(string node) => PlanOf(From + node).Obstacle.Should().EndWith("sees all groups together");

    [Fact]
    public void Groups_are_dealt_as_their_series_are()
    {
        var plan = PlanOf(From);
        var series = new SeriesTable();
        var groups = new GroupTable();
        var deal = new SeriesDeal(plan.Tags, 8);
        var counts = new int[8];
        for (var i = 0; i < 800; i++)
        {
            var of = series.Intern(series.OriginOf("db", "rp"), "m", TagSet.From([new("cpu", $"c{i % 7}"), new("host", $"h{i}"), new("rack", $"r{i}")]));
            deal.LoopOf(groups.Find(new Dimensions(false, ["cpu", "host"]), "m", of.Tags)).Should().Be(deal.LoopOf(of));
            counts[deal.LoopOf(of)]++;
        }

        counts.Should().OnlyContain(count => count > 60 && count < 140);
    }

    private static SplitPlan PlanOf(string script) => SplitPlan.Of(new SplitTask(script, mostLoops: 1).Running.Pipeline);
}
