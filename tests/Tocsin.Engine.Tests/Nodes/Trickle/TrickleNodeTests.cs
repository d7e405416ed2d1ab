using Tocsin.Engine.Tests.Testing;
using Tocsin.Pipelines.Nodes.Trickle;

namespace Tocsin.Engine.Tests.Nodes.Trickle;

public sealed class TrickleNodeTests
{
    [Fact]
    public void Each_point_of_a_batch_goes_on_with_the_name_and_the_group_of_the_batch()
    {
        var run = NodeHarness.OnBatches(new TrickleNode()).GroupedBy("h");

        run.Batch(10, "m,h=A,x=1 v=1 1", "n,h=A v=2 2").EmptyBatch(0, "m", 20, ("h", "A"));

        run.Emitted.Should().Equal("m,h=A,x=1 v=1 @1 {h=A}", "m,h=A v=2 @2");
        run.EmittedPoints.Should().OnlyContain(point => point.Series.Origin.Database == "");
    }
}
