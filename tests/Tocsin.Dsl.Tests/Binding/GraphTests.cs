using Tocsin.Dsl.Binding;
using Tocsin.Dsl.Tests.Binding.Nodes;
using Tocsin.Dsl.Time;

namespace Tocsin.Dsl.Tests.Binding;

public class GraphTests
{
    [Theory]
    [InlineData("stream|from()|log()", "stream0 from1 log2")]
    [InlineData("var a = stream|from() var b = stream|from() a|join(b).as('a', 'b')|log()", "stream0 from1 from2 join4 log5")]
    [InlineData("var a = stream|from() a|join(a)", "stream0 from1 join3")]
    [InlineData("var a = stream|from() var b = stream|from() a|union(b)", "stream0 from1 from2 union4")]
    [InlineData("var a = stream|from() a|join(stream|from(), stream|from())", "stream0 from1 from2 from3 join6")]
    [InlineData("stream|from()|union()", "stream0 from1 union2")]
    [InlineData("stream|from()|deadman(1.0, 10s)|log()", "stream0 from1 stats2 noop3 log4 alert5 log6")]
    [InlineData("var a = stream|from() a|log() a|stats(10s)", "stream0 from1 log2 stats3")]
    [InlineData("batch|query('q').period(1m)|log()", "batch0 query1 log2")]
    [InlineData("stream|From()|log()", "stream0 from1 log2")]
    public void Nodes_are_named_by_kind_and_the_number_of_their_last_link(string script, string names) =>
        Scripts.Graph(script).Nodes.Select(n => n.Name).Should().Equal(names.Split(' '));

    [Fact]
    public void Dot_has_one_line_an_edge_and_prints_the_later_branch_first()
    {
        var graph = Scripts.Graph("var a = stream|from() a|log() a|where(lambda: TRUE)|log()");

        GraphDot.Write(graph, "t").Should().Be(
            "digraph t {\nstream0 -> from1;\nfrom1 -> log2;\nfrom1 -> where3;\nwhere3 -> log4;\n}");
    }

    [Fact]
    public void Dot_prints_the_trees_of_later_sources_last()
    {
        var graph = Scripts.Graph("stream|from()|deadman(1.0, 10s)");

        GraphDot.Write(graph, "t").Should().Be("digraph t {\nstream0 -> from1;\nfrom1 -> noop3;\nstats2 -> log4;\nlog4 -> alert5;\n}");
    }

    [Fact]
    public void Dot_prints_nothing_for_the_source_of_batches() =>
        GraphDot.Write(Scripts.Graph("batch|query('q')|log() batch|query('r')|log()"), "t")
            .Should().Be("digraph t {\nquery3 -> log4;\nquery1 -> log2;\n}");

    [Fact]
    public void Arguments_reach_the_node_as_they_are()
    {
        var graph = Scripts.Graph("""
            var p = 5s
            var names = ['host', 'dc']
            stream
                |from()
                    .measurement('cpu' + '_' + 'load')
                    .groupBy(names)
                    .where(lambda: "v" > 1)
                |window()
                    .period(2 * p)
                    .align()
                    .quiet()
                |percentile('x', 95.0)
            """);

        var from = graph.Single<FromNode>();
        from.Measurement.Should().Be("cpu_load");
        from.Dimensions.Should().Equal("host", "dc");
        from.Filter.Should().NotBeNull();
        graph.Single<WindowNode>().Should().BeEquivalentTo(new { Period = Duration.FromSeconds(10), IsAligned = true, IsQuiet = true });
        graph.Single<PercentileNode>().Percent.Should().Be(95.0);
    }

    [Fact]
    public void Stars_and_times_are_values()
    {
        Scripts.Graph("stream|from().groupBy(*)|log()").Single<FromNode>().Dimensions.Should().Equal(Star.Value);
        Scripts.Graph("batch|query('q').groupBy(time(10s, 1s), 'host')|log()").Single<QueryNode>().Dimensions
            .Should().Equal(new TimeDimension(Duration.FromSeconds(10), Duration.FromSeconds(1)), "host");
    }

    [Fact]
    public void A_handler_offers_its_own_properties_then_those_of_the_alert_then_nodes()
    {
        var graph = Scripts.Graph("stream|from()|alert().slackBot().channel('#a').crit(lambda: TRUE).slackBot().channel('#b')|log()");

        var alert = graph.Single<AlertNode>();
        alert.Handlers.Select(h => h.Channel).Should().Equal("#a", "#b");
        alert.Crit.Should().NotBeNull();
        graph.Nodes[^1].Parents.Should().ContainSingle().Which.Definition.Should().Be(alert);
    }

    [Fact]
    public void A_property_without_parentheses_is_read() =>
        Scripts.Graph("var s = stream|from().measurement('m') var m = s.measurement s|percentile(m, 1.0)")
            .Single<PercentileNode>().Field.Should().Be("m");
}
