using Tocsin.Dsl.Binding;
using Tocsin.Engine.Tests.Nodes.PooledPoints;
using Tocsin.Engine.Tests.Testing;
using Tocsin.Pipelines.Nodes.Join;

namespace Tocsin.Engine.Tests.Nodes.Join;

/// <summary>What stands for a side that has nothing.</summary>
public sealed class JoinFillTests
{
    private const string ErrorRate = """
        var errors = stream|from().measurement('errors').groupBy('svc')|window().period(10s).every(10s).align()|count('e').as('n_err')
        var all = stream|from().measurement('requests').groupBy('svc')|window().period(10s).every(10s).align()|sum('r').as('n_all')
        errors|join(all).as('errors', 'all').tolerance(10s).fill(0)|log()
        """;

    [Fact]
    public void A_missing_side_has_the_names_it_had_last_and_the_result_its_measurement()
    {
        var join = Filled();

        join.PointsTo(0, "errors,h=a e=1i 0").PointsTo(1, "requests,h=a r=9i 0", "requests,h=a r=8i 1").PointsTo(0, "errors,h=a e=2i 2");
        join.PointsTo(1, "requests,h=a r=7i 3");

        join.Emitted.Should().Equal("errors,h=a l.e=1i,r.r=9i @0", "errors,h=a l.e=0i,r.r=8i @1");
    }

    [Fact]
    public void A_side_that_a_group_never_had_takes_the_names_of_other_groups()
    {
        var join = Filled();

        join.PointsTo(0, "errors,h=a e=1i 0").PointsTo(1, "requests,h=b r=9i 1").Barrier(2, ("h", "b"));
        join.PointsTo(1, "requests,h=b r=9i 2");

        join.Emitted.Should().StartWith(["barrier h=b @2", "errors,h=b l.e=0i,r.r=9i @1"]);
    }

    [Fact]
    public void A_side_that_never_came_takes_the_names_of_the_script()
    {
        var pipeline = new WatchedPipeline(ErrorRate);

        pipeline.Write("requests,svc=a r=1i 0\nrequests,svc=a r=2i 10000000000\nrequests,svc=a r=4i 20000000000\nrequests,svc=a r=8i 30000000000", batch => batch);
        pipeline.Write("errors,svc=a e=1i 30000000000\nerrors,svc=a e=1i 40000000000\nerrors,svc=a e=1i 50000000000", batch => batch);

        pipeline.Seen.Where(line => line.StartsWith("join", StringComparison.Ordinal)).Should().StartWith(
            ["join8: errors,svc=a all.n_all=1i,errors.n_err=0i @10", "join8: errors,svc=a all.n_all=2i,errors.n_err=0i @20"]);
    }

    [Fact]
    public void What_is_incomplete_when_the_task_stops_is_dropped()
    {
        var join = Filled();

        join.PointsTo(0, "errors,h=a e=1i 0").PointsTo(1, "requests,h=a r=9i 1").Stop();

        join.Emitted.Should().BeEmpty();
    }

    [Fact]
    public void Points_of_a_batch_keep_the_names_of_their_side()
    {
        var join = NodeHarness.OfParents(EdgeKind.Batch, 2, _ => Node()).GroupedBy("h");

        join.BatchTo(0, 10, "errors,h=a e=1 1", "errors,h=a e=2 2").BatchTo(1, 10, "requests,h=a r=5 2", "requests,h=a r=6 3");

        join.Emitted.Should().Equal("errors{h=a}@10[l.e=1,r.r=0i@1 l.e=2,r.r=5@2 l.e=0i,r.r=6@3]");
    }

    private static NodeHarness Filled() => NodeHarness.OfParents(EdgeKind.Stream, 2, _ => Node()).GroupedBy("h");

    private static JoinNode Node()
    {
        var node = new JoinNode(new GraphNode[1]) { Fill = 0L };
        node.As("l", "r");
        return node;
    }
}
