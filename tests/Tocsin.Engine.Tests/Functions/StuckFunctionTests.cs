using Tocsin.Engine.Tests.Testing;
using Tocsin.Pipelines.Functions;
using Tocsin.Pipelines.Tasks;
using Tocsin.Pipelines.Tasks.Loops;
using Tocsin.Sdk.Functions;

namespace Tocsin.Engine.Tests.Functions;

/// <summary>A call that does not come back holds up nobody but its own task.</summary>
public class StuckFunctionTests
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1.25);

    [Theory]
    [InlineData("stream|from()@stuck()|alert().id('stuck').crit(lambda: TRUE)")]
    [InlineData("stream|from()|where(lambda: stuck(\"v\") > 0.0)|alert().id('stuck').crit(lambda: TRUE)")]
    public async Task Task_of_a_function_that_does_not_come_back_fails_and_others_go_on(string script)
    {
        using var gate = new Gate();
        await using var rig = await TaskRig.StartAsync();
        rig.Functions = Functions.Of(typeof(Stuck), typeof(StuckLambda));
        await rig.RestartAsync();
        await rig.Define("stuck", script);
        await rig.Define("well", "stream|from()|alert().id('well').crit(lambda: TRUE)");

        var first = rig.Write("m v=1 1");
        await gate.Entered.WaitAsync();
        var second = rig.Write("m v=2 2");
        await Until.True(() => rig.Tasks.Find("stuck")!.Error.Length > 0, rig.Time, Look);
        await FluentActions.Awaiting(() => first).Should().ThrowAsync<UnseenPointsException>();
        await FluentActions.Awaiting(() => second).Should().ThrowAsync<UnseenPointsException>();
        await rig.Write("m v=3 3");

        rig.Tasks.Find("stuck")!.Error.Should().Match("function '*stuck' of 'acme' has not returned for 10 s, so the task was abandoned*");
        rig.Engine.Running.Find("stuck").Should().BeNull();
        lock (rig.Raised)
            rig.Raised.Should().OnlyContain(id => id == "well").And.HaveCount(3);

        gate.Open();
        await rig.Enable("stuck", isEnabled: false);
        await rig.Enable("stuck");
        await rig.Write("m v=4 4");

        rig.Tasks.Find("stuck")!.Error.Should().BeEmpty();
        lock (rig.Raised)
            rig.Raised.Count(id => id == "stuck").Should().Be(1, "what a given up task was about to say is not said");
    }

    [Fact]
    public async Task Call_that_is_late_and_comes_back_costs_nothing()
    {
        using var gate = new Gate();
        await using var rig = await TaskRig.StartAsync();
        rig.Functions = Functions.Of(typeof(Stuck));
        await rig.RestartAsync();
        await rig.Define("stuck", "stream|from()@stuck()|alert().id('stuck').crit(lambda: TRUE)");

        var write = rig.Write("m v=1 1");
        await gate.Entered.WaitAsync();
        rig.Time.Advance(TimeSpan.FromSeconds(7));
        gate.Open();
        await write;

        rig.Tasks.Find("stuck")!.Error.Should().BeEmpty();
        rig.Raised.Should().Equal("stuck");
        rig.Engine.Running.Find("stuck")!.Functions.Should().ContainSingle().Which.ScriptForm.Should().Be("@stuck");
    }

    [Fact]
    public async Task Task_that_was_given_up_runs_again_when_its_function_is_replaced_and_not_when_another_is()
    {
        using var gate = new Gate();
        await using var rig = await TaskRig.StartAsync();
        var stuck = FoundFunctions.FromTypes([typeof(Stuck)], "acme").Functions;
        await rig.Engine.Extensions.ChangeAsync(now => now.WithFunctions([], stuck, []));
        await rig.Define("stuck", "stream|from()@stuck()|alert().id('stuck').crit(lambda: TRUE)");
        var write = rig.Write("m v=1 1");
        await gate.Entered.WaitAsync();
        await Until.True(() => rig.Tasks.Find("stuck")!.Error.Length > 0, rig.Time, Look);
        await FluentActions.Awaiting(() => write).Should().ThrowAsync<UnseenPointsException>();

        await rig.Engine.Extensions.ChangeAsync(now => now.WithFunctions([], FoundFunctions.FromTypes([typeof(StuckLambda)], "other").Functions, []));
        rig.Engine.Running.Find("stuck").Should().BeNull("its thread is still in the function");

        gate.Open();
        await rig.Engine.Extensions.ChangeAsync(now => now.WithFunctions(stuck, FoundFunctions.FromTypes([typeof(Stuck)], "acme").Functions, []));
        rig.Engine.Running.Find("stuck").Should().NotBeNull();
        rig.Tasks.Find("stuck")!.Error.Should().BeEmpty();
    }

    [Theory]
    [InlineData("disabled")]
    [InlineData("changed")]
    [InlineData("deleted")]
    public async Task Change_of_a_task_whose_function_is_stuck_takes_its_deadline_and_other_changes_do_not_wait(string change)
    {
        using var gate = new Gate();
        await using var rig = await TaskRig.StartAsync();
        rig.Functions = Functions.Of(typeof(Stuck));
        await rig.RestartAsync();
        await rig.Define("stuck", "stream|from()@stuck()|log()");
        var write = rig.Write("m v=1 1");
        await gate.Entered.WaitAsync();

        var began = rig.Time.GetUtcNow();
        var changing = change switch
        {
            "disabled" => rig.Enable("stuck", isEnabled: false),
            "changed" => rig.Tasks.UpdateAsync("stuck", new TaskChange { Script = "stream|from()|log()", IsEnabled = true }),
            _ => rig.Tasks.DeleteAsync("stuck"),
        };
        await rig.Define("other", "stream|from()|log()");
        await rig.Enable("other", isEnabled: false);
        await rig.Tasks.DeleteAsync("other");
        changing.IsCompleted.Should().BeFalse();
        var next = rig.Tasks.UpdateAsync("stuck", new TaskChange { Script = "stream|from()|log().level('DEBUG')" });

        await Until.True(() => changing.IsCompleted, rig.Time, Look);
        (rig.Time.GetUtcNow() - began).Should().BeLessThan(TimeSpan.FromSeconds(10), "the deadline is 5 s, and it is looked for every quarter of it");
        await changing;
        if (change == "deleted")
            await FluentActions.Awaiting(() => next).Should().ThrowAsync<DefinitionException>("the task is gone when it is its turn");
        else
            (await next).Script.Should().EndWith("level('DEBUG')");
        gate.Open();
        if (change == "changed")
            await write; // The task as it is now has seen it.
        else
            await FluentActions.Awaiting(() => write).Should().ThrowAsync<UnseenPointsException>();
    }

    [Fact]
    public async Task Task_that_is_stopped_while_a_function_is_stuck_stops_when_it_is_given_up()
    {
        using var gate = new Gate();
        await using var rig = await TaskRig.StartAsync();
        rig.Functions = Functions.Of(typeof(Stuck));
        await rig.RestartAsync();
        await rig.Define("stuck", "stream|from()@stuck()|log()");

        var write = rig.Write("m v=1 1");
        await gate.Entered.WaitAsync();
        var stop = rig.Enable("stuck", isEnabled: false);
        await Until.True(() => stop.IsCompleted, rig.Time, Look);

        (await stop).IsEnabled.Should().BeFalse();
        await FluentActions.Awaiting(() => write).Should().ThrowAsync<UnseenPointsException>();
        gate.Open();
    }

    /// <summary>Holds the functions of this class; one test at a time.</summary>
    private sealed class Gate : IDisposable
    {
        private readonly ManualResetEventSlim _open = new();

        public Gate() => Current = this;

        public static Gate? Current { get; private set; }

        public SemaphoreSlim Entered { get; } = new(0);

        public void Open() => _open.Set();

        public void Pass()
        {
            Entered.Release();
            _open.Wait();
        }

        public void Dispose() => _open.Set();
    }

    [PipelineFunction("stuck")]
    private sealed class Stuck : IStreamFunction
    {
        public void OnPoint(PointView point, PointOutput output)
        {
            Gate.Current?.Pass();
            output.Emit(point);
        }
    }

    private static class StuckLambda
    {
        [LambdaFunction("stuck")]
        public static double Pass(double value)
        {
            Gate.Current?.Pass();
            return value;
        }
    }
}
