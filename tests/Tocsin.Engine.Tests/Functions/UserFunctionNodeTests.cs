using Tocsin.Engine.Tests.Testing;
using Tocsin.Pipelines.Functions;
using Tocsin.Sdk.Functions;

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

    [Fact]
    public void Batch_in_gives_a_batch_with_the_same_end()
    {
        var run = NodeHarness.OnBatches(Functions.BatchNode("@smooth().factor(0.5)")).GroupedBy("h");

        run.Batch(10, "m,h=a v=10 1", "m,h=a text=\"x\" 2", "m,h=a v=20 3").Batch(20, "m,h=a v=4 11");

        run.Emitted.Should().Equal("m{h=a}@10[v=10@1 v=15@3]", "m{h=a}@20[v=4@11]");
    }

    [Fact]
    public void Barrier_lets_a_function_end_its_batch_and_goes_on_behind_it()
    {
        var run = NodeHarness.OnStream(Functions.Node("@gather()")).GroupedBy("h");

        run.Points("m,h=a v=1 1", "m,h=b v=2 1", "m,h=a v=3 2").Barrier(5, ("h", "a"));

        run.Emitted.Should().Equal("m{h=a}@5[v=1@1 v=3@2]", "barrier h=a @5");
    }

    [Fact]
    public void Batch_may_become_points_in_a_group_of_their_own()
    {
        var run = NodeHarness.OnBatches(Functions.BatchNode("@size()")).GroupedBy("h");

        run.Batch(10, "m,h=a v=10 1", "m,h=a v=20 3");

        run.Emitted.Should().Equal("m_size,h=a,kind=a n=2i @10 {h=a}");
    }

    [Fact]
    public void Tag_that_points_are_grouped_by_moves_them_to_another_group()
    {
        var run = NodeHarness.OnStream(Node<Mover>("@mover()")).GroupedBy("h");

        run.Points("m,h=a,x=1 v=1,n=\"t\" 1");

        run.Emitted.Should().Equal("moved,h=z n=\"t\" @3");
    }

    [Fact]
    public void Point_that_a_function_throws_on_is_dropped_counted_and_told_once_in_a_while()
    {
        var time = new FakeTime();
        var run = NodeHarness.OnStream(time, Node<Picky>("@picky()")).GroupedBy("h");

        run.Points("m,h=a v=1 1", "m,h=a v=-1 2", "m,h=a v=-2 3", "m,h=a v=2 4");
        time.Advance(TimeSpan.FromSeconds(11));
        run.Points("m,h=a v=-3 5");

        run.Emitted.Should().Equal("m,h=a v=1 @1", "m,h=a v=2 @4");
        run.Stats.Errors.Should().Be(3);
        run.Stats.LastFailure!.Why.Should().Be("InvalidDataException: -3 is below zero");
        run.Logged.Should().HaveCount(2);
        run.Logged[0].Should().Contain("function '@picky' of 'acme' failed, a point is dropped").And.Contain("group=h=a").And.EndWith("err=InvalidDataException: -1 is below zero");
        run.Logged[1].Should().Contain("unlogged=1").And.EndWith("-3 is below zero");
    }

    [Fact]
    public void Batch_that_a_function_throws_on_is_dropped_in_whole()
    {
        var run = NodeHarness.OnBatches(BatchNode<PickyBatch>("@pickyBatch()"));

        run.Batch(10, "m v=1 1", "m v=-1 2").Batch(20, "m v=5 11");

        run.Emitted.Should().Equal("m@20[v=5@11]");
        run.Stats.Errors.Should().Be(1);
    }

    [Fact]
    public void Constructor_that_throws_drops_the_point_and_is_tried_again()
    {
        Unwilling.Refusals = 1;
        var run = NodeHarness.OnStream(Node<Unwilling>("@unwilling()"));

        run.Points("m v=1 1", "m v=2 2");

        run.Emitted.Should().Equal("m v=2 @2");
        run.Stats.Errors.Should().Be(1);
    }

    [Fact]
    public void Output_is_only_good_during_the_call()
    {
        var run = NodeHarness.OnStream(Node<Hoarder>("@hoarder()"));

        run.Points("m v=1 1");
        var late = () => Hoarder.Kept!.Emit();

        late.Should().Throw<InvalidOperationException>().WithMessage("points can only be emitted during the call*");
        run.Emitted.Should().BeEmpty();
    }

    [Fact]
    public void Instance_is_disposed_with_its_group_and_at_the_end()
    {
        Disposed.Groups.Clear();
        var run = NodeHarness.OnStream(Node<Disposed>("@disposed()")).GroupedBy("h");

        run.Points("m,h=a v=1 1", "m,h=b v=1 1").DeleteGroup(("h", "a"));
        Disposed.Groups.Should().Equal("h=a");
        run.Stop();

        Disposed.Groups.Should().Equal("h=a", "h=b");
        run.Emitted.Should().Equal("delete h=a");
    }

    private static UserFunctionNode Node<T>(string call) => Functions.Node(call, Functions.Of(typeof(T)));

    private static UserFunctionNode BatchNode<T>(string call) => Functions.BatchNode(call, Functions.Of(typeof(T)));

    [PipelineFunction("mover")]
    private sealed class Mover : IStreamFunction
    {
        public void OnPoint(PointView point, PointOutput output) =>
            output.Change(point).Remove("v").SetTag("h", "z").RemoveTag("x").Rename("moved").At(point.Time.AddSeconds(2)).Emit();
    }

    [PipelineFunction("picky")]
    private sealed class Picky : IStreamFunction
    {
        public void OnPoint(PointView point, PointOutput output)
        {
            if (point["v"].Number < 0)
                throw new InvalidDataException($"{point["v"]} is below zero");
            output.Emit(point);
        }
    }

    [PipelineFunction("pickyBatch")]
    private sealed class PickyBatch : IBatchFunction
    {
        private readonly Picky _picky = new();

        public void OnBatch(BatchView batch, PointOutput output)
        {
            foreach (var point in batch)
                _picky.OnPoint(point, output);
        }
    }

    [PipelineFunction("unwilling")]
    private sealed class Unwilling : IStreamFunction
    {
        public Unwilling()
        {
            if (Refusals-- > 0)
                throw new InvalidOperationException("not yet");
        }

        public static int Refusals { get; set; }

        public void OnPoint(PointView point, PointOutput output) => output.Emit(point);
    }

    [PipelineFunction("hoarder")]
    private sealed class Hoarder : IStreamFunction
    {
        public static PointDraft? Kept { get; private set; }

        public void OnPoint(PointView point, PointOutput output) => Kept = output.Change(point);
    }

    [PipelineFunction("disposed")]
    private sealed class Disposed(FunctionContext context) : IStreamFunction, IDisposable
    {
        public static List<string> Groups { get; } = [];

        public void OnPoint(PointView point, PointOutput output)
        {
        }

        public void Dispose() => Groups.Add(context.Group);
    }
}
