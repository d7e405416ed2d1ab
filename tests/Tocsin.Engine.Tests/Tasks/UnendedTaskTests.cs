using Tocsin.Engine.Tests.Testing;
using Tocsin.Pipelines.Processing;
using Tocsin.Pipelines.Tasks;

namespace Tocsin.Engine.Tests.Tasks;

/// <summary>A node that never ends, once its task is stopped, holds up neither other tasks nor the server.</summary>
public sealed class UnendedTaskTests : IAsyncLifetime
{
    private const string HangsAtItsEnd = """
        var a = stream|from().measurement('a')
        var b = stream|from().measurement('b')
        a|union(b)|httpPost('http://hangs.test')|alert().id('of {{ .TaskName }}').crit(lambda: TRUE)
        """;

    private const string Hangs = "stream|from().measurement('a')|httpPost('http://hangs.test')|alert().id('of {{ .TaskName }}').crit(lambda: TRUE)";

    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private const int Many = 12;

    private readonly ManualResetEventSlim _release = new();
    private TaskRig _rig = null!; // Made before each test.
    private int _posts;

    public async Task InitializeAsync()
    {
        _rig = await TaskRig.StartAsync();

        // What a union holds stays there when its task goes on later: it gives it out, and hangs, only where nothing is written down.
        _rig.State = new StateOptions { Every = TimeSpan.Zero };
        await _rig.RestartAsync();
        _rig.Answer = _ =>
        {
            Interlocked.Increment(ref _posts);
            _release.Wait();
            return new HttpResponseMessage();
        };
    }

    public async Task DisposeAsync()
    {
        _release.Set();
        await _rig.DisposeAsync();
        _release.Dispose();
    }

    [Theory]
    [InlineData(HangsAtItsEnd, "union4")]
    [InlineData(Hangs, "http_post2")]
    public async Task Other_tasks_are_defined_disabled_and_deleted_though_one_does_not_end(string script, string node)
    {
        await _rig.Define("other");
        await _rig.Define("third");
        var first = await StopWhileItHangsAsync(script);

        var changes = Task.WhenAll(
            first,
            _rig.Define("new"),
            _rig.Tasks.UpdateAsync("other", new TaskChange { IsEnabled = false }),
            _rig.Tasks.DeleteAsync("third"));
        await Until.True(() => changes.IsCompleted, _rig.Time, Second);
        await changes;

        _rig.Tasks.Unended.Should().ContainSingle().Which.Should().BeEquivalentTo(new { Id = "t", Node = node });
        _rig.Engine.Running.Find("new").Should().NotBeNull();
        _rig.Tasks.Find("third").Should().BeNull();

        _release.Set();
        await Until.True(() => _rig.Tasks.Unended.Count == 0);
        _rig.Raised.Should().BeEmpty("it was given up");
    }

    [Fact]
    public async Task Same_task_runs_again_and_the_one_that_did_not_end_reaches_nobody()
    {
        var stop = await StopWhileItHangsAsync(HangsAtItsEnd);
        await Until.True(() => stop.IsCompleted, _rig.Time, Second);
        await stop;

        await _rig.Tasks.UpdateAsync("t", new TaskChange { Script = TaskRig.Alerts, IsEnabled = true });
        await _rig.Write("m,h=x v=1 5");
        _release.Set();
        await Until.True(() => _rig.Tasks.Unended.Count == 0);
        await _rig.Write("m,h=y v=1 6");

        _rig.Raised.Should().Equal("x", "y");
    }

    [Theory]
    [InlineData(HangsAtItsEnd)]
    [InlineData(Hangs)]
    public async Task Server_stops_though_a_task_does_not_end(string script)
    {
        await _rig.Define("t", script);
        _ = _rig.Write("a v=1 1");

        var restart = _rig.RestartAsync();
        await Until.True(() => restart.IsCompleted, _rig.Time, Second);
        await restart;

        _rig.Engine.Running.Find("t").Should().NotBeNull();
    }

    [Fact]
    public async Task Many_tasks_that_do_not_end_are_stopped_together_when_the_server_stops()
    {
        await DefineManyAsync();

        // No time passes: none can have been given up.
        var restart = _rig.RestartAsync();
        await Until.True(() => Volatile.Read(ref _posts) == Many);

        await Until.True(() => restart.IsCompleted, _rig.Time, Second);
        await restart;
    }

    [Fact]
    public async Task Many_tasks_that_do_not_end_are_stopped_together_when_their_template_changes()
    {
        await DefineManyAsync();

        var change = _rig.Engine.Templates.UpdateAsync("hanging", "", HangsAtItsEnd.Replace("of ", "now of ", StringComparison.Ordinal), _rig.Tasks);
        await Until.True(() => Volatile.Read(ref _posts) == Many);

        await Until.True(() => change.IsCompleted, _rig.Time, Second);
        await change;
        _rig.Tasks.Unended.Should().HaveCount(Many);
        _rig.Engine.Running.All.Should().HaveCount(Many).And.OnlyContain(task => task.Source.Script.Contains("now of"));
    }

    private async Task DefineManyAsync()
    {
        await _rig.Engine.Templates.CreateAsync("hanging", HangsAtItsEnd);
        for (var i = 0; i < Many; i++)
            await _rig.Tasks.CreateAsync(new TaskChange { Id = $"t{i}", TemplateId = "hanging", Dbrps = [TaskRig.Source], IsEnabled = true });
        await _rig.Write("a v=1 1");
        _posts.Should().Be(0, "the other side of the union is waited for");
    }

    private async Task<Task> StopWhileItHangsAsync(string script)
    {
        await _rig.Define("t", script);
        _ = _rig.Write("a v=1 1");
        await Until.True(() => _rig.Engine.Running.Find("t")!.Entered > 0);
        var stop = _rig.Tasks.UpdateAsync("t", new TaskChange { IsEnabled = false });
        await Until.True(() => Volatile.Read(ref _posts) > 0);
        return stop;
    }
}
