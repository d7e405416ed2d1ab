using Tocsin.Pipelines.Functions.Processes;
using Tocsin.Pipelines.Tasks;

namespace Tocsin.Engine.Tests.Functions.Processes;

/// <summary>A function that dies, hangs, floods or talks nonsense harms its own task only, and is started again.</summary>
public sealed class FunctionFaultTests
{
    private const string Script = "stream|from().measurement('m')@f()" + FunctionRig.Tells;

    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan TenSeconds = TimeSpan.FromSeconds(10);
    private static readonly ProcessFunctionOptions Away = new() { Prog = "/nowhere/function" };

    [Fact]
    public async Task Function_that_dies_is_started_again_and_its_last_lines_are_in_the_error()
    {
        await using var rig = await FunctionRig.StartAsync("die");
        await rig.Define(Script);
        await rig.Write("m v=1 1", "m v=2 2");
        await rig.WhenRaised("1 1", "2 2");

        await rig.Write("m v=-1 3");
        await Until.True(() => rig.Failure.Length > 0);
        rig.Failure.Should().Be(
            "function '@f' of the section udf has ended and is restarted: its process ended with exit code 7; " +
            "its last lines: serves t f2 / I saw a value below zero / and cannot live with it");
        await rig.Write("m v=4 4");
        await Until.True(() => rig.Raised.Count == 3, rig.Time, Second);

        rig.Raised[2].Should().Be("4 1", "it has no snapshot yet, as no minute has passed");
        rig.Engine.Tasks.Find("t")!.Error.Should().BeEmpty();
    }

    [Theory]
    [InlineData("die-and-leave-child", "its process ended with exit code 7, a child of it goes on and holds its output open; its last lines: *")]
    [InlineData("die-and-leave-log", "its process ended with exit code 7; its last lines: *")]
    public async Task Function_whose_child_goes_on_without_it_is_started_again_and_can_be_stopped(string mode, string why)
    {
        await using var rig = await FunctionRig.StartAsync(mode);
        await rig.Define(Script);

        // The child reads nothing: what follows fills the input that it inherited.
        await rig.Write(["m v=-1 1", .. Enumerable.Range(2, 20_000).Select(n => $"m v={n} {n}")]);
        await Until.True(() => rig.Children.Count == 1);
        await Until.True(() => rig.Logged.Any(line => line.Contains(why.Split(';')[0], StringComparison.Ordinal)));
        rig.Failure.Should().Match($"*{why}");
        await Until.True(() => rig.Raised.Count > 0, rig.Time, Second);
        rig.Raised[0].Should().EndWith(" 1", "it was started again and counts anew");

        await rig.Write("m v=-1 30000");
        await Until.True(() => rig.Children.Count == 2);
        var stop = rig.Engine.Tasks.UpdateAsync("t", new TaskChange { IsEnabled = false });
        var other = rig.Define("stream|from()|log()", "other");
        await Until.True(() => stop.IsCompleted && other.IsCompleted);
        await Task.WhenAll(stop, other);
        rig.Children.Should().OnlyContain(child => !child.HasExited, "nobody waited for their end");
    }

    [Fact]
    public async Task Listener_that_never_closes_its_connection_holds_the_stop_of_its_task_up_for_its_time_out_only()
    {
        using var folder = new TempFolder();
        using var server = Listener.Start(folder.Of("f.sock"), "never-closes");
        await server.WhenListening();
        await using var rig = await FunctionRig.StartAsync(new ProcessFunctionOptions { Socket = folder.Of("f.sock"), Timeout = TenSeconds });
        await rig.Define(Script);
        await rig.Write("m v=1 1");
        await rig.WhenRaised("1 1");

        var stop = rig.Engine.Tasks.UpdateAsync("t", new TaskChange { IsEnabled = false });
        await Until.True(() => stop.IsCompleted, rig.Time, TimeSpan.FromMilliseconds(100));
        await stop;

        rig.Engine.Tasks.Unended.Should().BeEmpty();
    }

    [Fact]
    public async Task Function_that_dies_within_a_batch_loses_this_batch_only()
    {
        await using var rig = await FunctionRig.StartAsync("batch-die");
        await rig.Define("stream|from().measurement('m')|window().periodCount(2).everyCount(2)@f()|sum('v')|alert().id('x').message('{{ index .Fields \"sum\" }}').crit(lambda: TRUE)");

        await rig.Write("m v=1 1", "m v=-1 2");
        await Until.True(() => rig.Failure.Length > 0);
        await rig.Write("m v=3 3", "m v=4 4");
        await Until.True(() => rig.Raised.Count > 0, rig.Time, Second);

        rig.Raised.Should().Equal("7");
        rig.Failure.Should().Contain("exit code 7");
    }

    [Fact]
    public async Task Error_that_the_function_reports_ends_it_and_is_shown()
    {
        await using var rig = await FunctionRig.StartAsync("error");
        await rig.Define(Script);

        await rig.Write("m v=-1 1");

        await Until.True(() => rig.Failure.Contains("it reports an error: a value below zero", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Function_that_gives_no_sign_of_life_is_ended()
    {
        await using var rig = await FunctionRig.StartAsync(FunctionRig.Fixture("hang") with { Timeout = TenSeconds });
        await rig.Define(Script);
        await rig.Define("stream|from()" + FunctionRig.Tells, "well");
        await rig.Write("m v=1 1");

        await Until.True(() => rig.Failure.Contains("it gave no sign of life for 10 s (keepalive timed out)", StringComparison.Ordinal), rig.Time, Second);
        await rig.Write("m v=2 2");

        rig.Raised.Should().Equal("1 <no value>", "2 <no value>");
    }

    [Fact]
    public async Task Function_that_was_not_asked_in_time_is_not_ended_for_it()
    {
        await using var rig = await FunctionRig.StartAsync(FunctionRig.Fixture("die") with { Timeout = TenSeconds });
        await rig.Define(Script);
        await rig.Write("m v=1 1");
        await rig.WhenRaised("1 1");

        rig.Time.Advance(2 * TenSeconds); // As on a machine that was asleep.
        await rig.Write("m v=2 2");

        await rig.WhenRaised("1 1", "2 2");
        rig.Failure.Should().BeEmpty();
    }

    [Fact]
    public async Task Function_that_never_stops_giving_is_held_up_by_its_task_and_ends_with_it()
    {
        await using var rig = await FunctionRig.StartAsync(FunctionRig.Fixture("flood") with { Timeout = TenSeconds });
        await rig.Define("stream|from().measurement('m')@f()|alert().id('x').message('flood').crit(lambda: TRUE).stateChangesOnly()");
        await rig.Define("stream|from()|alert().id('y').message('well').crit(lambda: TRUE)", "well");

        await rig.Write("m v=1 1");
        await Until.True(() => rig.Raised.Contains("flood"));
        await rig.Write("m v=2 2");
        rig.Raised.Count(message => message == "well").Should().Be(2);

        var stop = rig.Engine.Tasks.UpdateAsync("t", new TaskChange { IsEnabled = false });
        await rig.Define("stream|from()|log()", "other");
        stop.IsCompleted.Should().BeFalse("nobody waits for it");
        await Until.True(() => stop.IsCompleted, rig.Time, TimeSpan.FromMilliseconds(100));
        await stop;
        rig.Engine.Tasks.Unended.Should().BeEmpty("the function was ended when its time-out was over");
    }

    [Fact]
    public async Task Function_that_hangs_when_it_starts_holds_up_one_definition_for_its_time_out_and_no_other()
    {
        await using var rig = await FunctionRig.StartAsync(FunctionRig.Fixture("hang-at-init") with { Timeout = TenSeconds });
        var first = rig.Define(Script);
        await rig.Define("stream|from()|log()", "other");
        first.IsCompleted.Should().BeFalse();

        await Until.True(() => first.IsCompleted, rig.Time, Second);
        await first;
        await rig.Define(Script, "second");

        rig.Engine.Running.Find("second").Should().NotBeNull("it is known by now that nobody answers");
    }

    [Fact]
    public async Task Function_that_only_writes_is_ended_like_one_that_hangs_and_writers_go_on()
    {
        await using var rig = await FunctionRig.StartAsync(FunctionRig.Fixture("flood") with { Timeout = TenSeconds, Buffer = 10 });
        await rig.Define("stream|from().measurement('m')@f()|alert().id('x').message('flood').crit(lambda: TRUE).stateChangesOnly()");

        // More than the buffers and the function's input hold.
        var writing = rig.Write([.. Enumerable.Range(1, 20_000).Select(n => $"m v={n} {n}")]);
        await Until.True(() => rig.Raised.Contains("flood"));

        await Until.True(() => rig.Logged.Any(line => line.Contains("it gave no sign of life for 10 s (keepalive timed out)", StringComparison.Ordinal)), rig.Time, Second);
        await Until.True(() => writing.IsCompleted, rig.Time, Second);
        await writing;
    }

    [Fact]
    public async Task Point_with_more_fields_than_a_line_may_have_ends_the_function()
    {
        await using var rig = await FunctionRig.StartAsync("wide");
        await rig.Define(Script);

        await rig.Write("m v=1 1");

        await Until.True(() => rig.Failure.Contains("it sent a point with 10003 fields, more than the 10000 that points may have", StringComparison.Ordinal));
        rig.Raised.Should().BeEmpty();
    }

    [Fact]
    public async Task Function_that_takes_too_much_memory_is_ended()
    {
        await using var rig = await FunctionRig.StartAsync(FunctionRig.Fixture("hog") with { MemoryMb = 200 });
        await rig.Define(Script);

        await rig.Write([.. Enumerable.Range(1, 5).Select(n => $"m v={n} {n}")]);

        await Until.True(() => rig.Failure.Length > 0, rig.Time, TimeSpan.FromMilliseconds(100));
        rig.Failure.Should().Match("*it takes * MB of memory, more than memory-mb allows, 200*");
    }

    [Fact]
    public async Task Message_without_its_place_in_the_protocol_ends_the_function()
    {
        await using var rig = await FunctionRig.StartAsync("endless-batch");
        await rig.Define(Script);

        await rig.Write("m v=1 1");

        await Until.True(() => rig.Failure.Contains("it sent a batch, though it says that it provides a stream of points", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Batch_that_is_too_long_ends_the_function()
    {
        await using var rig = await FunctionRig.StartAsync(FunctionRig.Fixture("batch") with { MessageBytes = 1024, BatchBytes = 1024 });
        await rig.Define("stream|from().measurement('m')|window().periodCount(100).everyCount(100)@f()|log()");

        await rig.Write([.. Enumerable.Range(1, 100).Select(n => $"m v={n} {n}")]);

        await Until.True(() => rig.Failure.Contains("a batch of it has more bytes than batch-bytes allows, 1024", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Points_that_do_not_fit_while_it_is_down_are_dropped_and_counted_and_others_wait()
    {
        await using var rig = await FunctionRig.StartAsync(FunctionRig.Fixture("die") with { Buffer = 3 });
        await rig.Define(Script);
        await rig.Write("m v=-1 1");
        await Until.True(() => rig.Failure.Length > 0);

        await rig.Write([.. Enumerable.Range(2, 5).Select(n => $"m v={n} {n}")]);
        rig.Failure.Should().Match("function '@f' of the section udf does not run, a point dropped: its process ended with exit code 7*");
        rig.Engine.Running.Find("t")!.Errors.Should().Be(3, "it ended once, and of five points three can wait");
        await Until.True(() => rig.Raised.Count == 3, rig.Time, Second);

        rig.Raised.Should().Equal("2 1", "3 2", "4 3");
    }

    [Fact]
    public async Task Count_survives_a_restart_of_the_server()
    {
        await using var rig = await FunctionRig.StartAsync("echo");
        await rig.Define(Script);
        await rig.Write("m v=1 1", "m v=2 2");
        await rig.WhenRaised("1 1", "2 2");

        await rig.RestartAsync();
        await rig.Write("m v=3 3");

        await rig.WhenRaised("1 1", "2 2", "3 3");
    }

    [Fact]
    public async Task Function_that_dies_goes_on_with_its_last_snapshot()
    {
        await using var rig = await FunctionRig.StartAsync("die");
        await rig.Define(Script);
        await rig.Write("m v=1 1");
        await rig.WhenRaised("1 1");
        await rig.Write("m v=1 1");
        await Until.True(() => rig.Engine.Store.ReadFunctionSnapshot("t", "f2")?.Snapshot is { } kept && BitConverter.ToInt64(kept) == 2, rig.Time, TimeSpan.FromSeconds(0.5));

        await rig.Write("m v=-1 2");
        await Until.True(() => rig.Failure.Length > 0);
        await rig.Write("m v=5 5");
        await Until.True(() => rig.Raised.Count == 3, rig.Time, Second);

        rig.Raised[2].Should().Be("5 3");
    }

    [Fact]
    public async Task Snapshot_that_is_refused_twice_is_left_out()
    {
        await using var rig = await FunctionRig.StartAsync("echo");
        await rig.Define(Script);
        await rig.Write("m v=1 1");
        await rig.WhenRaised("1 1");

        await rig.RestartAsync(FunctionRig.Fixture("refuse-restore"));
        rig.Failure.Should().Contain("it refuses its snapshot and starts without: it is of another year");
        await rig.Write("m v=2 2");
        await Until.True(() => rig.Raised.Count == 2, rig.Time, Second);

        rig.Raised[1].Should().Be("2 1");
    }

    [Theory]
    [InlineData("garbage", "*what it writes isn't the protocol of functions (*")]
    [InlineData("die-at-start", "*")]
    public async Task Function_that_does_not_say_what_it_takes_leaves_its_task_waiting_with_the_reason(string mode, string why)
    {
        await using var rig = await FunctionRig.StartAsync(mode == "garbage" ? FunctionRig.Fixture(mode) : new ProcessFunctionOptions { Prog = "/nowhere/function" });

        var task = await rig.Define(Script);

        task.Error.Should().Match("a function of the script does not answer: *function '@f' of the section udf, program *").And.Match(why);
        task.Warnings.Should().ContainSingle().Which.Code.Should().Be("TS3640");
        rig.Engine.Tasks.Find("t").Should().BeEquivalentTo(new { IsEnabled = true, task.Error, Type = Tocsin.Dsl.Binding.EdgeKind.Stream });
        rig.Engine.Running.Find("t").Should().BeNull();
    }

    [Theory]
    [InlineData("f")]
    [InlineData("movingAverage")] // The name of a node.
    public async Task Task_that_is_defined_while_its_function_is_away_starts_when_that_answers(string name)
    {
        await using var rig = await FunctionRig.StartAsync("echo");
        await rig.Functions.AdoptAsync(Named(name, Away));
        var script = Script.Replace("@f()", $"@{name}()", StringComparison.Ordinal);
        await rig.Define(script);
        await rig.Engine.Templates.CreateAsync("m", script);
        await rig.Engine.Tasks.CreateAsync(new TaskChange { Id = "made", TemplateId = "m", Dbrps = [new("db", "other")] });
        rig.Engine.Tasks.Find("t")!.Error.Should().Contain($"function '@{name}' of the section udf, program /nowhere/function");
        rig.Engine.Templates.Find("m")!.Error.Should().Contain("/nowhere/function");

        await rig.Functions.AdoptAsync(Named(name, FunctionRig.Fixture("echo")));
        await rig.Write("m v=1 1");

        await rig.WhenRaised("1 1");
        rig.Engine.Tasks.Tasks.Select(task => task.Error).Should().Equal("", "");
        rig.Engine.Templates.Find("m")!.Error.Should().BeEmpty();
    }

    [Fact]
    public async Task Task_that_runs_is_not_changed_to_wait_for_a_function_but_can_be_disabled()
    {
        await using var rig = await FunctionRig.StartAsync(Away);
        await rig.Define("stream|from().measurement('m')|eval(lambda: 0).as('n').keep()" + FunctionRig.Tells);

        var change = () => rig.Engine.Tasks.UpdateAsync("t", new TaskChange { Script = Script, IsEnabled = true });

        (await change.Should().ThrowAsync<DefinitionException>()).Which.Message.Should().Contain("function '@f' of the section udf, program /nowhere/function");
        await rig.Write("m v=1 1");
        await rig.WhenRaised("1 0");
        var disabled = await rig.Engine.Tasks.UpdateAsync("t", new TaskChange { Script = Script, IsEnabled = false });
        (disabled.IsEnabled, rig.Engine.Running.Find("t")).Should().Be((false, null));
    }

    [Fact]
    public async Task Script_with_another_mistake_is_refused_though_its_function_is_away()
    {
        await using var rig = await FunctionRig.StartAsync(Away);

        var define = () => rig.Define("stream|from().nope()@f()|log()");

        (await define.Should().ThrowAsync<DefinitionException>()).Which.Message.Should().Contain("no node or property \"nope\"");
        rig.Engine.Tasks.Tasks.Should().BeEmpty();
    }

    [Fact]
    public async Task Function_that_does_not_answer_holds_the_start_up_for_its_time_out_only()
    {
        var time = new FakeTime();
        var asking = ProcessFunction.AskAsync("f", FunctionRig.Fixture("silent") with { Timeout = TenSeconds }, time, CancellationToken.None);

        await Until.True(() => asking.IsCompleted, time, Second);

        (await asking.Awaiting(task => task).Should().ThrowAsync<ProcessFunctionException>()).Which.Message.Should()
            .Be("function '@f' of the section udf, program dotnet: it did not answer 'Info' within 10 s");
    }

    [Fact]
    public async Task Function_that_dies_as_it_is_given_its_options_leaves_its_task_waiting_for_it()
    {
        await using var rig = await FunctionRig.StartAsync("die-at-init");

        await rig.Define(Script);

        await Until.True(() => rig.Failure.Contains("its process ended with exit code 3", StringComparison.Ordinal));
        rig.Engine.Tasks.Find("t")!.Error.Should().BeEmpty();
        await rig.Write("m v=1 1");
    }

    [Fact]
    public async Task Task_starts_when_a_function_answers_that_was_not_there()
    {
        using var folder = new TempFolder();
        await using var rig = await FunctionRig.StartAsync("echo");
        await rig.Define(Script);
        await rig.RestartAsync(new ProcessFunctionOptions { Socket = folder.Of("f.sock"), Timeout = TimeSpan.FromDays(1) });
        rig.Engine.Tasks.Find("t")!.Error.Should().Contain("a function of the script does not answer: ");

        using var server = Listener.Start(folder.Of("f.sock"), "echo");
        await server.WhenListening();
        await Until.True(() => rig.Engine.Running.Find("t") is not null, rig.Time, Second);
        await rig.Write("m v=1 1");

        await rig.WhenRaised("1 1");
    }

    [Fact]
    public async Task Changed_configuration_restarts_the_tasks_that_use_the_function()
    {
        await using var rig = await FunctionRig.StartAsync("die");
        await rig.Define(Script);
        await rig.Write("m v=1 1");
        await rig.WhenRaised("1 1");

        await rig.Change(FunctionRig.Fixture("echo"));
        await rig.Write("m v=-1 2");

        await rig.WhenRaised("1 1", "-1 2");
    }

    private static UdfOptions Named(string name, ProcessFunctionOptions function) => new() { Functions = new Dictionary<string, ProcessFunctionOptions> { [name] = function } };
}
