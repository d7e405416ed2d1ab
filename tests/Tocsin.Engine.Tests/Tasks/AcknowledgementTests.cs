using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Tocsin.Alerting.Handlers;
using Tocsin.Alerting.Storage;
using Tocsin.Dsl.Binding;
using Tocsin.Engine.Hosting;
using Tocsin.Engine.Plugins;
using Tocsin.Engine.Tests.Testing;
using Tocsin.Pipelines.Data;
using Tocsin.Pipelines.Data.LineProtocol;
using Tocsin.Pipelines.Nodes;
using Tocsin.Pipelines.Processing;
using Tocsin.Pipelines.Tasks;
using Tocsin.Pipelines.Tasks.Loops;

namespace Tocsin.Engine.Tests.Tasks;

/// <summary>When a write ends, and what it waits for.</summary>
public sealed class AcknowledgementTests : IAsyncDisposable
{
    private readonly TaskMaster _master = new();
    private readonly SeriesTable _series = new();
    private readonly List<RunningTask> _running = [];
    private Func<ValueTask> _whenSafe = () => ValueTask.CompletedTask;
    private volatile Exception? _refused;

    [Fact]
    public async Task A_write_ends_after_its_alerts_are_committed()
    {
        var commit = new TaskCompletionSource();
        _whenSafe = () => new ValueTask(commit.Task);
        Run("t", "stream|from()|log()");

        var write = Write("m v=1 1");
        await Until.True(() => Processed("t") == 1);
        write.IsCompleted.Should().BeFalse();
        commit.SetResult();

        (await write).Should().BeEmpty();
    }

    [Fact]
    public async Task A_write_whose_alerts_cannot_be_committed_fails()
    {
        _whenSafe = () => ValueTask.FromException(new IOException("disk full"));
        Run("t", "stream|from()|log()");

        await this.Invoking(test => test.Write("m v=1 1")).Should().ThrowAsync<IOException>();
    }

    [Fact]
    public async Task A_write_during_which_a_change_was_refused_fails_and_the_next_does_not()
    {
        _whenSafe = () =>
        {
            _refused ??= new RefusedChangeException(1, new InvalidOperationException("too large"));
            return ValueTask.CompletedTask;
        };
        Run("t", "stream|from()|log()");

        (await this.Invoking(test => test.Write("m v=1 1")).Should().ThrowAsync<RefusedChangeException>()).WithMessage("*too large");
        await Write("m v=2 2");
    }

    [Fact]
    public async Task A_store_that_does_not_even_answer_fails_the_write_and_not_the_task()
    {
        _whenSafe = () => throw new ObjectDisposedException("store");
        Run("t", "stream|from()|log()");
        await this.Invoking(test => test.Write("m v=1 1")).Should().ThrowAsync<ObjectDisposedException>();

        _whenSafe = () => ValueTask.CompletedTask;

        await Write("m v=2 2");
        Processed("t").Should().Be(2);
    }

    [Fact]
    public async Task A_write_that_no_task_wants_ends_at_once()
    {
        (await Write("m v=1 1\nbad")).Should().ContainSingle();
        (await Write("")).Should().BeEmpty();
    }

    [Fact]
    public async Task A_task_that_fails_on_every_point_lets_writes_end()
    {
        Run("t", "stream|from()|eval(lambda: \"none\" + 1.0).as('x')");

        await Write("m v=1 1\nm v=2 2");

        Processed("t").Should().Be(2);
        _running[0].ReadStats().Nodes.Single(node => node.Name == "eval2").Values.Should().Contain(("errors", 2));
    }

    [Fact]
    public async Task A_full_queue_holds_writers_up_and_drops_nothing()
    {
        using var gate = new ManualResetEventSlim();
        var task = Run("t", "stream|from()|log()");
        ((IPipelineHost)task).Post(gate.Wait);

        const int Writes = 600; // More than a queue takes.
        var writer = new PointWriter(_series, _master, TimeProvider.System, waitsForTasks: false);
        var writes = Enumerable.Range(0, Writes).Select(i => writer.WriteAsync(Encoding.UTF8.GetBytes($"m v={i} {i}"), "db", "rp", Precision.Parse("s")).AsTask()).ToList();
        writes.Count(write => write.IsCompleted).Should().BeLessThan(300);
        gate.Set();
        await Task.WhenAll(writes);
        await Write("m v=1 1");

        Processed("t").Should().Be(Writes + 1);
    }

    [Fact]
    public async Task Writers_that_wait_for_a_task_that_is_stopped_learn_what_it_has_not_processed()
    {
        using var gate = new ManualResetEventSlim();
        var task = Run("t", "stream|from()|log()");
        ((IPipelineHost)task).Post(gate.Wait);
        var writes = Enumerable.Range(0, 400).Select(i => Write($"m v={i} {i}")).ToList();

        _running.Remove(task);
        _master.Remove(task);
        var stop = task.StopAsync(Timeout.InfiniteTimeSpan);
        gate.Set();

        await stop;
        await Until.True(() => writes.TrueForAll(write => write.IsCompleted));
        writes.Where(write => !write.IsCompletedSuccessfully).Should().OnlyContain(write => write.Exception!.InnerException is UnseenPointsException);
        task.Entered.Should().Be(writes.Count(write => write.IsCompletedSuccessfully));
        await task.EnqueueAsync(Held().All); // A writer that chose the task before it was stopped.
    }

    [Fact]
    public async Task A_write_waits_for_the_tasks_that_read_what_a_task_wrote_in_turn()
    {
        using var gate = new ManualResetEventSlim();
        Run("a", "stream|from()|kapacitorLoopback().database('derived').retentionPolicy('rp').tag('k', 'v')");
        var second = Run("b", "stream|from()|log()", "derived");
        ((IPipelineHost)second).Post(gate.Wait);

        var write = Write("m v=1 1\nm v=2 2");
        await Until.True(() => Processed("a") == 2);
        write.IsCompleted.Should().BeFalse();
        gate.Set();
        await write;

        Processed("b").Should().Be(2);
    }

    [Fact]
    public async Task Tasks_that_write_to_each_other_with_full_queues_do_not_stop_each_other()
    {
        Run("a", "stream|from()|kapacitorLoopback().database('derived').retentionPolicy('rp')");
        Run("b", "stream|from()|log()", "derived");

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Write(string.Join('\n', Enumerable.Range(0, 100).Select(i => $"m v={i} {i}")))));

        Processed("b").Should().Be(2000);
    }

    [Fact]
    public async Task Tasks_that_loop_back_to_each_other_write_each_point_round_once()
    {
        Run("a", "stream|from()|kapacitorLoopback().database('derived').retentionPolicy('rp')");
        Run("b", "stream|from()|kapacitorLoopback().database('db').retentionPolicy('rp')", "derived");

        await Write("m v=1 1\nm v=2 2").WaitAsync(TimeSpan.FromSeconds(30));

        Processed("a").Should().Be(4);
        Processed("b").Should().Be(2);
        _running[0].LastFailure!.Failure.Why.Should().Contain("loop detected").And.Contain("\"derived\".\"rp\"");
    }

    [Fact]
    public async Task A_task_that_is_stopped_refuses_what_it_cannot_work_off_in_time()
    {
        using var gate = new ManualResetEventSlim();
        var task = Run("t", "stream|from()|log()");
        ((IPipelineHost)task).Post(gate.Wait);
        var write = Write("m v=1 1\nm v=2 2");
        await Until.True(() => task.Lag.Batches == 1);

        var stop = task.StopAsync(TimeSpan.Zero);
        gate.Set();
        await stop;

        await FluentActions.Awaiting(() => write).Should().ThrowAsync<UnseenPointsException>();
        task.Lag.Batches.Should().Be(0);
        Processed("t").Should().Be(0);
    }

    [Fact]
    public async Task A_task_that_waits_for_others_has_a_thread_of_its_own()
    {
        Run("t", "stream|from()|httpPost('http://127.0.0.1:1/').timeout(1s).codeField('code')");

        await Write("m v=1 1");

        _running[0].ReadStats().Nodes.Single(node => node.Name == "http_post2").Values.Should().Contain(("errors", 1));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var task in _running)
            await task.StopAsync(Timeout.InfiniteTimeSpan);
    }

    private RunningTask Run(string id, string script, string database = "db")
    {
        var graph = new ScriptCompiler(() => Extensions.BuiltIn.Vocabulary).Compile(script, new Dictionary<string, ScriptVar>(), false).Graph!;
        var services = new TaskServices { LoggerFactory = NullLoggerFactory.Instance, Series = _series, Http = new HttpClient(), WhenSafe = () => _whenSafe(), Refused = () => _refused };
        var task = new RunningTask(id, graph, [_series.OriginOf(database, "rp")], services, _master);
        task.Start();
        _master.Add(task);
        _running.Add(task);
        return task;
    }

    private Task<IReadOnlyList<LineError>> Write(string lines) =>
        new PointWriter(_series, _master, TimeProvider.System, waitsForTasks: true).WriteAsync(Encoding.UTF8.GetBytes(lines), "db", "rp", Precision.Parse("s")).AsTask();

    private PointBatch Held() => PointBatch.Rent(_series.OriginOf("db", "rp"));

    private long Processed(string id) => _running.Single(task => task.Id == id).Entered;
}
