using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Crashes;
using Tocsin.Alerting.Handlers;
using Tocsin.Alerting.Hosting;
using Tocsin.Dsl.Binding;
using Tocsin.Engine.Plugins;
using Tocsin.Pipelines.Data;
using Tocsin.Pipelines.Data.LineProtocol;
using Tocsin.Pipelines.Processing;
using Tocsin.Pipelines.Tasks;
using Tocsin.Sdk;

namespace Tocsin.Engine.Tests.Tasks;

/// <summary>A task that runs alone, and on several loops when it is told to. Its events are written down by id.</summary>
internal sealed class SplitTask : IAsyncDisposable
{
    // As much as four busy loops take.
    private const double BusyCores = 4;

    private readonly SortedDictionary<string, List<string>> _events = new(StringComparer.Ordinal);
    private readonly SeriesTable _series = new();
    private readonly TaskMaster _master = new();
    private readonly PointWriter _writer;
    private readonly Func<RunningTask> _make;
    private bool _isStopped;

    /// <param name="mostLoops">How many loops it may have.</param>
    /// <param name="raised">Is called for each event.</param>
    public SplitTask(string script, int mostLoops, FakeTime? time = null, Action? raised = null, GroupOptions? groups = null)
    {
        time ??= new FakeTime();
        var http = new HttpClient();
        var services = new TaskServices
        {
            LoggerFactory = NullLoggerFactory.Instance,
            Series = _series,
            Time = time,
            Zone = TimeZoneInfo.Utc,
            Http = http,
            Handlers = new NodeHandlers(new HandlerMaker(() => HandlerKinds.BuiltIn, new HandlerServices { Http = http }, new HandlerContext(), CrashGuard.None)),
            MostLoops = new LiveSetting<int>(mostLoops),
            Groups = new LiveSetting<GroupOptions>(groups ?? new GroupOptions { Limit = int.MaxValue }),
            Cores = 64,
            CpuTime = () => BusyCores * (time.GetUtcNow() - new FakeTime().GetUtcNow()),
            Raised = alert =>
            {
                Note(alert);
                raised?.Invoke();
            },
        };
        var graph = new ScriptCompiler(() => Extensions.BuiltIn.Vocabulary).Compile(script, new Dictionary<string, ScriptVar>(), isTemplate: false).Graph!; // Scripts of tests have no errors.
        _make = () => new RunningTask("t", graph, [_series.OriginOf("db", "rp")], services, _master);
        Running = _make();
        _writer = new PointWriter(_series, _master, TimeProvider.System, waitsForTasks: true);
    }

    /// <summary>Does not run before <see cref="Start"/>.</summary>
    public RunningTask Running { get; private set; }

    /// <summary>The events of each id, in their order.</summary>
    public string Events
    {
        get
        {
            lock (_events)
                return string.Join('\n', _events.SelectMany(id => id.Value));
        }
    }

    /// <summary>All counters but times.</summary>
    public IEnumerable<string> Counters =>
    [
        $"entered {Running.Entered}, errors {Running.Errors}, groups {Running.Groups.Count}, refused {Running.Groups.Refused}",
        .. Running.ReadStats().Nodes.SelectMany(node => node.Values.Where(value => value.Name != "avg_exec_time_ns").Select(value => $"{node.Name} {value.Name} {value.Value}")),
        .. Running.ReadStats().Edges.Select(edge => edge.ToString()),
    ];

    public SplitTask Start()
    {
        Running.Start();
        _master.Add(Running);
        return this;
    }

    public async Task WriteAsync(string lines) =>
        (await _writer.WriteAsync(Encoding.UTF8.GetBytes(lines), "db", "rp", Precision.Parse("s"))).Should().BeEmpty();

    /// <summary>Doubles the number of loops while nothing is under way.</summary>
    public async Task SplitAsync()
    {
        await Running.DrainAsync();
        await Running.Lanes.SplitAsync();
    }

    /// <summary>Lets another take its place, with all that it is not through with at once.</summary>
    public async Task ReplaceAsync(Action meanwhile)
    {
        var before = Running;
        before.ExpectSuccessor();
        _master.Leave(before);
        var stop = before.StopAsync(TimeSpan.Zero);
        meanwhile();
        await stop;
        Running = _make();
        Running.Start();
        before.HandOver(Running);
        _master.Add(Running, before);
    }

    public async Task StopAsync()
    {
        _isStopped = true;
        await Running.StopAsync(Timeout.InfiniteTimeSpan);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_isStopped)
            await StopAsync();
    }

    private void Note(AlertEvent alert)
    {
        var line = string.Create(
            CultureInfo.InvariantCulture,
            $"{alert.Id} {alert.Level} at {alert.UnixNanoseconds} for {alert.DurationNanoseconds}: {alert.Message} {alert.Group} {string.Join(',', alert.Tags)} {Encoding.UTF8.GetString(alert.Data.Span)}");
        lock (_events)
        {
            if (!_events.TryGetValue(alert.Id, out var events))
                _events.Add(alert.Id, events = []);
            events.Add(line);
        }
    }
}
