using Tocsin.Dsl.Time;
using Tocsin.Engine.Tests.Testing;
using Tocsin.Pipelines.Nodes.From;
using Tocsin.Pipelines.Processing;

namespace Tocsin.Engine.Tests.Nodes.From;

public sealed class FromWhereTests
{
    [Theory]
    [InlineData("\"h\" == 'a' OR \"v\" > 5.0", "1 2")]
    [InlineData("\"h\" == 'a'; \"v\" > 0.0", "1")]
    [InlineData("\"h\" == 'b' OR \"v\" == 1.0; \"v\" < 9.0", "1 3")]
    [InlineData("\"h\" =~ /^[ab]$/; isPresent(\"v\"); \"v\" < 9.0", "1 3")]
    public void All_conditions_must_be_met(string conditions, string times)
    {
        var run = NodeHarness.OnStream(From(conditions));

        run.Points("m,h=a v=1 1", "m,h=b v=9 2", "m,h=b v=1 3", "m v=9 4");

        run.EmittedPoints.Select(point => point.Time / 1_000_000_000).Should().Equal(times.Split(' ').Select(long.Parse));
    }

    [Fact]
    public void The_condition_sees_the_time_before_it_is_rounded()
    {
        var node = From("unixNano(\"time\") > 0");
        node.Truncate = Duration.FromSeconds(10);

        var run = NodeHarness.OnStream(node).Points("m v=1 0", "m v=2 9");

        run.Emitted.Should().Equal("m v=2 @0");
    }

    [Fact]
    public void What_functions_remember_is_shared_by_all_groups()
    {
        var node = From("count() < 3");
        node.GroupBy("h");

        var run = NodeHarness.OnStream(node).Points("m,h=a v=1 1", "m,h=b v=1 2", "m,h=c v=1 3");

        run.Emitted.Should().Equal("m,h=a v=1 @1", "m,h=b v=1 @2");
    }

    [Fact]
    public void Points_of_other_measurements_are_not_judged()
    {
        var node = From("\"v\" > 0");
        node.Measurement = "m";

        var run = NodeHarness.OnStream(node).Points("n w=1 1", "m w=1 2");

        run.Emitted.Should().BeEmpty();
        run.Stats.Errors.Should().Be(1);
        run.Logged.Should().ContainSingle().Which.Should().Contain("failed to evaluate WHERE expression");
    }

    [Fact]
    public void A_condition_that_can_never_be_judged_refuses_the_start()
    {
        var start = () => NodeHarness.OnStream(From("\"a\" > 5 AND 5"));

        start.Should().Throw<TaskStartException>().WithMessage("*Failed to compile expression in where clause: *");
    }

    private static FromNode From(string conditions)
    {
        var node = new FromNode();
        foreach (var condition in Script.Lambdas(conditions))
            node.Where(condition);
        return node;
    }
}
