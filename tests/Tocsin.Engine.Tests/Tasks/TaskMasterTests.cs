using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Tocsin.Dsl.Binding;
using Tocsin.Engine.Plugins;
using Tocsin.Pipelines.Data;
using Tocsin.Pipelines.Data.LineProtocol;
using Tocsin.Pipelines.Processing;
using Tocsin.Pipelines.Tasks;

namespace Tocsin.Engine.Tests.Tasks;

public sealed class TaskMasterTests : IAsyncDisposable
{
    private readonly SeriesTable _series = new();
    private readonly TaskMaster _master = new();
    private readonly Dictionary<string, RunningTask> _running = [];

    [Fact]
    public async Task A_task_gets_the_measurements_that_it_wants_and_no_others()
    {
        Run("cpu", "stream|from().measurement('cpu')");
        Run("disk", "stream|from().measurement('disk')");
        Run("both", "var a = stream|from().measurement('cpu') var b = stream|from().measurement('mem') a|union(b)");
        Run("all", "stream|from()");

        await Write("cpu v=1 1\nmem v=2 2\ncpu v=3 3\nnet v=4 4\nmem v=5 5");

        Entered().Should().BeEquivalentTo(new Dictionary<string, long> { ["cpu"] = 2, ["disk"] = 0, ["both"] = 8, ["all"] = 5 },
            "each of the two branches of 'both' sees its four points");
    }

    [Fact]
    public async Task Points_of_one_measurement_reach_those_that_want_it()
    {
        Run("cpu", "stream|from().measurement('cpu')");
        Run("disk", "stream|from().measurement('disk')");

        await Write("cpu v=1 1\ncpu v=2 2");

        Entered().Should().BeEquivalentTo(new Dictionary<string, long> { ["cpu"] = 2, ["disk"] = 0 });
    }

    [Fact]
    public async Task A_batch_that_nobody_wants_is_let_go_of()
    {
        Run("cpu", "stream|from().measurement('cpu')");

        await Write("disk v=1 1\nnet v=2 2").WaitAsync(TimeSpan.FromSeconds(30));

        Entered()["cpu"].Should().Be(0);
    }

    [Fact]
    public async Task A_task_that_was_removed_gets_nothing_more()
    {
        var task = Run("cpu", "stream|from().measurement('cpu')");
        Run("other", "stream|from().measurement('cpu')");

        _master.Remove(task);
        await Write("cpu v=1 1\ndisk v=2 2");

        Entered().Should().BeEquivalentTo(new Dictionary<string, long> { ["cpu"] = 0, ["other"] = 1 });
    }

    [Fact]
    public async Task Tasks_that_want_no_points_go_one_after_the_other()
    {
        var first = Run("first", "batch|query('SELECT v FROM db.rp.m').period(1m).every(1m)");
        var second = Run("second", "batch|query('SELECT v FROM db.rp.m').period(1m).every(1m)");
        _master.HasReader("db", "rp").Should().BeFalse();
        var stream = Run("stream", "stream|from().measurement('cpu')");

        foreach (var task in new[] { first, second, stream })
            _master.Remove(task);

        _master.All.Should().BeEmpty();
        Run("late", "stream|from().measurement('cpu')");
        await Write("cpu v=1 1");
        Entered()["late"].Should().Be(1);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var task in _running.Values)
            await task.StopAsync(Timeout.InfiniteTimeSpan);
    }

    private Dictionary<string, long> Entered() => _running.ToDictionary(task => task.Key, task => task.Value.Entered);

    private RunningTask Run(string id, string script)
    {
        var graph = new ScriptCompiler(() => Extensions.BuiltIn.Vocabulary).Compile(script, new Dictionary<string, ScriptVar>(), false).Graph!;
        var services = new TaskServices { LoggerFactory = NullLoggerFactory.Instance, Series = _series, Http = new HttpClient() };
        var task = new RunningTask(id, graph, [_series.OriginOf("db", "rp")], services, _master);
        task.Start();
        _master.Add(task);
        _running.Add(id, task);
        return task;
    }

    private Task Write(string lines) =>
        new PointWriter(_series, _master, TimeProvider.System, waitsForTasks: true).WriteAsync(Encoding.UTF8.GetBytes(lines), "db", "rp", Precision.Nanosecond).AsTask();
}
