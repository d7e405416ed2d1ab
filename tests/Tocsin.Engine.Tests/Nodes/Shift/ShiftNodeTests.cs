using Tocsin.Dsl.Time;
using Tocsin.Engine.Tests.Testing;
using Tocsin.Pipelines.Nodes.Shift;

namespace Tocsin.Engine.Tests.Nodes.Shift;

public sealed class ShiftNodeTests
{
    [Fact]
    public void Points_move_and_barriers_do_not()
    {
        var run = NodeHarness.OnStream(new ShiftNode(Duration.FromSeconds(-5)));

        run.Points("m v=1,s=\"x\" 10").Barrier(20).DeleteGroup();

        run.Emitted.Should().Equal("m s=\"x\",v=1 @5", "barrier  @20", "delete ");
    }

    [Fact]
    public void Batches_move_with_their_points() =>
        NodeHarness.OnBatches(new ShiftNode(Duration.FromSeconds(5))).Batch(10, "m v=1 1", "m v=2 2")
            .Emitted.Should().Equal("m@15[v=1@6 v=2@7]");

    [Fact]
    public void Zero_refuses_the_script() => Problems.Of(new ShiftNode(Duration.Zero)).Should().Equal("shift: invalid shift value 0s");
}
