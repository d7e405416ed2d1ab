using Tocsin.Dsl.Binding;
using Tocsin.Dsl.Time;
using Tocsin.Engine.Tests.Testing;
using Tocsin.Pipelines.Nodes.Sample;

namespace Tocsin.Engine.Tests.Nodes.Sample;

public sealed class SampleNodeTests
{
    [Theory]
    [InlineData(1L, "0 1 2 3 4 5")]
    [InlineData(2L, "0 2 4")]
    [InlineData(3L, "0 3")]
    [InlineData(9L, "0")]
    public void Every_nth_point_passes(long rate, string times) => Times(new SampleNode(rate)).Should().Be(times);

    [Theory]
    [InlineData(2, "0 2 4")]
    [InlineData(5, "0 5")]
    public void Points_at_multiples_of_a_duration_pass(int seconds, string times) =>
        Times(new SampleNode(Duration.FromSeconds(seconds))).Should().Be(times);

    [Fact]
    public void Each_group_and_each_batch_begins_anew()
    {
        NodeHarness.OnStream(new SampleNode(2L)).GroupedBy("h").Points("m,h=a v=1 1", "m,h=b v=2 2", "m,h=a v=3 3", "m,h=a v=4 4")
            .Emitted.Should().Equal("m,h=a v=1 @1", "m,h=b v=2 @2", "m,h=a v=4 @4");

        NodeHarness.OnBatches(new SampleNode(2L)).Batch(10, "m v=1 1", "m v=2 2", "m v=3 3").Batch(20, "m v=4 11")
            .Emitted.Should().Equal("m@10[v=1@1 v=3@3]", "m@20[v=4@11]");
    }

    [Fact]
    public void Another_rate_than_an_int_or_a_duration_is_refused()
    {
        var make = () => new SampleNode(2.0);

        make.Should().Throw<ScriptArgumentException>().WithMessage("sample takes an int or a duration, not the float 2.0");
    }

    [Fact]
    public void A_rate_of_zero_refuses_the_script() => Problems.Of(new SampleNode(0L)).Should().Equal("sample: invalid sample rate 0");

    private static string Times(SampleNode node)
    {
        var run = NodeHarness.OnStream(node).Points([.. Enumerable.Range(0, 6).Select(time => $"m v=1 {time}")]);
        return string.Join(' ', run.EmittedPoints.Select(point => point.Time / 1_000_000_000));
    }
}
