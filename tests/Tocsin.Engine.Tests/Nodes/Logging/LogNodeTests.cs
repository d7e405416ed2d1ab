using Tocsin.Engine.Tests.Testing;
using Tocsin.Pipelines.Nodes.Logging;

namespace Tocsin.Engine.Tests.Nodes.Logging;

public sealed class LogNodeTests
{
    [Fact]
    public void Points_are_logged_and_pass()
    {
        var run = NodeHarness.OnStream(new LogNode { Prefix = "here", Level = "error" }).Points("m,h=a v=1 1");

        run.Emitted.Should().Equal("m,h=a v=1 @1 {}");
        run.Logged.Should().ContainSingle().Which.Should().Contain("here").And.Contain("\"tags\":{\"h\":\"a\"}");
    }

    [Fact]
    public void Batches_are_logged_and_pass()
    {
        var run = NodeHarness.OnBatches(new LogNode()).Batch(10, "m v=1 1");

        run.Emitted.Should().Equal("m@10[v=1@1]");
        run.Logged.Should().ContainSingle().Which.Should().Contain("[\"1970-01-01T00:00:01Z\",1]");
    }

    [Fact]
    public void Barriers_pass_without_a_word() =>
        NodeHarness.OnStream(new LogNode()).Barrier(5).Logged.Should().BeEmpty();
}
