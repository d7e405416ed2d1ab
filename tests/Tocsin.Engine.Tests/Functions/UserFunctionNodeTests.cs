using Tocsin.Engine.Tests.Testing;

namespace Tocsin.Engine.Tests.Functions;

public class UserFunctionNodeTests
{
    [Fact]
    public void Every_group_has_an_instance_that_remembers_for_itself()
    {
        var run = NodeHarness.OnStream(Functions.Node("@smooth().factor(0.5)")).GroupedBy("h");

        run.Points("m,h=a v=10 1", "m,h=b v=100 1", "m,h=a v=20,other=7i 2", "m,h=b v=0 2");

        run.Emitted.Should().Equal("m,h=a v=10 @1", "m,h=b v=100 @1", "m,h=a other=7i,v=15 @2", "m,h=b v=50 @2");
        run.Stats.WorkingCardinality.Should().Be(2);
    }
}
