using Tocsin.Dsl.Binding;
using Tocsin.Dsl.Time;
using Tocsin.Engine.Tests.Testing;
using Tocsin.Pipelines.Nodes.Query;

namespace Tocsin.Engine.Tests.Nodes.Query;

/// <summary>What scripts may say of queries.</summary>
public sealed class QueryNodeTests
{
    private const string Raw = "SELECT v FROM d.r.m";

    [Fact]
    public void A_plain_query_has_no_problems() => (Problems.Of(Node()), Problems.WarningsOf(Node())).Should().BeEquivalentTo((Array.Empty<string>(), Array.Empty<string>()));

    [Fact]
    public void Times_are_checked()
    {
        Problems.Of(Node(node => node.Every = Duration.Zero)).Should().Equal("query: nothing says when the query is made");
        Problems.Of(Node(node => node.Cron = "* * * * *")).Should().Equal("query: every and cron exclude each other");
        Problems.Of(Node(node => (node.Every, node.Cron) = (Duration.Zero, "61 * * * *"))).Should().ContainSingle().Which.Should().StartWith("query: '61 * * * *' is not a cron expression: ");
        Problems.Of(Node(node => node.Period = Duration.FromSeconds(-1))).Should().Equal("query: the period -1s cannot be negative");
        Problems.Of(Node(node => node.Every = Duration.FromSeconds(-1))).Should().Contain("query: every -1s cannot be negative");
        Problems.Of(Node(node => node.Every = Duration.FromMilliseconds(9))).Should().Equal("query: every 9ms is too short");
        Problems.WarningsOf(Node(node => node.Period = Duration.Zero)).Should().Equal("query: the period is 0: no data is asked for");
    }

    [Theory]
    [InlineData("H * * * *", "query: 'H * * * *' is not a cron expression: 'H' leaves the time to others: write a number, such as 0")]
    [InlineData("0 H(1-3) * * *", "query: '0 H(1-3) * * *' is not a cron expression: 'H(1-3)' leaves the time to others: write a number, such as 0")]
    [InlineData("0 0 30 2 *", "query: '0 0 30 2 *' is a time that never comes")]
    public void Times_that_never_come_are_refused(string cron, string error) =>
        Problems.Of(Node(node => (node.Every, node.Cron) = (Duration.Zero, cron))).Should().Equal(error);

    [Fact]
    public void Years_that_have_passed_are_warned_of()
    {
        var node = Node(node => (node.Every, node.Cron) = (Duration.Zero, "0 0 1 1 * 2020"));

        Problems.Of(node).Should().BeEmpty();
        Problems.WarningsOf(node).Should().Equal("query: '0 0 1 1 * 2020' is a time in the past: the query is never made");
        Problems.Of(Node(node => (node.Every, node.Cron) = (Duration.Zero, "0 0 29 2 *"))).Should().BeEmpty();
        Problems.Of(Node(node => (node.Every, node.Cron) = (Duration.Zero, "0 8 * MAR THU"))).Should().BeEmpty();
    }

    [Theory]
    [InlineData("SELECT v FROM", "query: the query ends at line 1, character 14, expected the name of a measurement: the task cannot be enabled")]
    [InlineData("SELECT v FROM r.m", "query: the measurement 'm' is not fully qualified: the task cannot be enabled")]
    [InlineData("SELECT v INTO d.r.x FROM d.r.m", "query: the query writes what it selects into 'x' each time it is made, and answers with a count")]
    [InlineData("SELECT mean(v) FROM d.r.m GROUP BY host fill(0)", "query: GROUP BY of the query is replaced by what .groupBy() says", "query: fill() of the query is replaced by what .fill() says")]
    public void Queries_that_cannot_do_what_they_say_are_warned_of(string query, params string[] warnings)
    {
        Problems.Of(Node(query: query)).Should().BeEmpty();
        Problems.WarningsOf(Node(query: query)).Should().Equal(warnings);
    }

    [Fact]
    public void Spans_of_time_want_an_aggregate_and_filling_wants_spans()
    {
        Problems.WarningsOf(Node(node => node.GroupBy(new TimeDimension(Duration.FromSeconds(1), Duration.Zero)))).Should().Equal("query: the query groups by time and computes nothing, which InfluxDB refuses");
        Problems.WarningsOf(Node(node => node.Fill = 0L)).Should().Equal("query: fill does nothing without spans of time to fill");
        Problems.WarningsOf(Node(node => node.AlignGroup())).Should().Equal("query: alignGroup does nothing without spans of time to align");
        Problems.Of(Node(node => node.Fill = "bad")).Should().Equal("query: it cannot fill with the string 'bad'");
        Problems.Of(Node(node => node.Fill = true)).Should().ContainSingle();
    }

    [Theory]
    [InlineData(0L, "0")]
    [InlineData(-1.5, "-1.5")]
    [InlineData(2.0, "2.0")]
    [InlineData(1e-7, "0.0000001")]
    [InlineData("linear", "linear")]
    [InlineData("", "")]
    public void Fillings_are_written_as_InfluxQL_has_them(object fill, string text) => QueryFill.TextOf(fill).Should().Be(text);

    [Fact]
    public void Groups_are_tags_all_tags_and_one_span_of_time()
    {
        var node = Node(node => node.GroupBy("h", Star.Value, Duration.FromSeconds(5)));

        node.Groups.HasTime.Should().BeTrue();
        node.Invoking(it => it.GroupBy(Duration.FromSeconds(5), new TimeDimension(Duration.FromSeconds(1), Duration.Zero))).Should().Throw<ScriptArgumentException>().WithMessage("*one span of time only");
        node.Invoking(it => it.GroupBy(Duration.Zero)).Should().Throw<ScriptArgumentException>();
        node.Invoking(it => it.GroupBy("")).Should().Throw<ScriptArgumentException>();
        node.Invoking(it => it.GroupBy(1.5)).Should().Throw<ScriptArgumentException>().WithMessage("a query groups by tags and spans of time, not the float 1.5");
    }

    [Fact]
    public void Flux_needs_a_text_and_one_organization()
    {
        Problems.Of(new QueryFluxNode(" ") { Every = Duration.FromSeconds(1) }).Should().Equal("queryFlux: the query is empty");
        Problems.Of(new QueryFluxNode("from()") { Every = Duration.FromSeconds(1), Org = "a", OrgID = "b" }).Should().Equal("queryFlux: org and orgID exclude each other");
    }

    private static QueryNode Node(Action<QueryNode>? change = null, string query = Raw)
    {
        var node = new QueryNode(query) { Period = Duration.FromSeconds(10), Every = Duration.FromSeconds(5) };
        change?.Invoke(node);
        return node;
    }
}
