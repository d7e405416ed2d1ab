using System.Diagnostics;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Tocsin.Alerting.Deliveries;
using Tocsin.Alerting.Handlers;
using Tocsin.Engine.Hosting;
using Tocsin.Engine.Plugins;
using Tocsin.Pipelines.Processing;
using Tocsin.Pipelines.Tasks;
using Tocsin.Server.Http.Hosting;

namespace Tocsin.Conformance;

/// <summary>
/// The server with its plugins and the recorded services, on a free port, with a sink for what it sends. Its clock moves only when a case
/// says so.
/// </summary>
public class RunningServer : IAsyncLifetime
{
    /// <summary>What the server thinks is its address: it has to know before it knows its port.</summary>
    internal const string PublicUrl = "http://tocsin.invalid:9092";

    private const string RecordedSinkPort = "19103";
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    internal static readonly Lazy<Extensions> Plugins = new(LoadPlugins);

    private readonly FakeTime _time = new();
    private AlertEngine? _engine;
    private WebApplication? _http;
    private HttpSink? _sink;
    private ApiClient? _api;
    private int _lastTask = 1_000_000;

    internal HttpSink Sink => _sink ?? throw new InvalidOperationException("The server has not been started.");

    internal ApiClient Api => _api ?? throw new InvalidOperationException("The server has not been started.");

    private AlertEngine Engine => _engine ?? throw new InvalidOperationException("The server has not been started.");

    /// <summary>An id that no case has had on this server.</summary>
    internal string NewTaskId() => $"c{++_lastTask}";

    /// <summary>What the server's clock shows.</summary>
    internal DateTimeOffset Now => _time.GetUtcNow();

    public virtual async Task InitializeAsync()
    {
        _sink = await HttpSink.StartAsync();
        // Barriers by the clock must be later than all recorded data.
        _time.Advance(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero) - _time.GetUtcNow());
        await StartAsync(_sink.Port);
    }

    private async Task StartAsync(int sinkPort)
    {
        var config = ReadConfig(sinkPort);
        _engine = new AlertEngine(Adapt(new EngineSettings
        {
            Hostname = config.Options.Hostname,
            ServerUrl = new Uri(PublicUrl + ApiClient.Base),
            Services = config.Sections,
            Extensions = new ExtensionRegistry(Plugins.Value),
            Time = _time,
            // In order, however slow the machine is.
            Delivery = new DeliveryOptions { Backlog = int.MaxValue, OrderPatience = TimeSpan.FromDays(1) },
        }));
        await _engine.StartAsync();
        _http = HttpServer.Build(_engine, new IPEndPoint(IPAddress.Loopback, 0));
        await _http.StartAsync();
        _api = new ApiClient(_http.Urls.First().TrimEnd('/'));
    }

    public virtual async Task DisposeAsync()
    {
        await StopAsync();
        if (_sink is not null)
            await _sink.DisposeAsync();
    }

    /// <summary>Stops the server and starts it again, on what it has kept.</summary>
    internal async Task RestartAsync()
    {
        await QuietAsync();
        await StopAsync();
        await StartAsync(Sink.Port);
    }

    private async Task StopAsync()
    {
        _api?.Dispose();
        if (_http is not null)
            await _http.DisposeAsync();
        if (_engine is not null)
            await _engine.DisposeAsync();
    }

    /// <summary>Lets time pass; whatever is due on the way is done before the clock goes on.</summary>
    internal async Task PassAsync(TimeSpan time)
    {
        await QuietAsync();
        for (var passed = TimeSpan.Zero; passed < time; passed += Tick)
        {
            _time.Advance(Tick);
            await TickedAsync();
        }

        await QuietAsync();
    }

    /// <summary>Ends when the tasks have done what is due and every delivery has been tried.</summary>
    internal async Task QuietAsync()
    {
        await TasksAsync();
        var waited = Stopwatch.StartNew();
        // Twice, because between two deliveries to one handler there is a moment in which none runs.
        for (var quiet = 0; quiet < 2; quiet = IsBusy ? 0 : quiet + 1)
        {
            if (waited.Elapsed > Patience)
                throw new TimeoutException("Deliveries did not come to an end.");
            await Task.Delay(1);
        }
    }

    /// <summary>Ends when what was due at a moment is done.</summary>
    private protected virtual Task TickedAsync() => TasksAsync();

    /// <summary>True while a handler delivers something.</summary>
    private protected bool IsDelivering => Engine.Alerts.Outbox.Counters.Any(target => target.Running > 0);

    /// <summary>May change what the engine is made of.</summary>
    protected virtual EngineSettings Adapt(EngineSettings settings) => settings;

    // A delivery that failed waits for its next attempt, which never comes on a clock that stands.
    private bool IsBusy => Engine.Alerts.Outbox.Counters.Any(target => target.Running > 0 || (target.Owed > 0 && target.Failed == 0));

    private async Task TasksAsync()
    {
        foreach (var task in Engine.Tasks.Tasks.ToArray().Select(definition => Engine.Running.Find(definition.Id)))
        {
            if (task is null)
                continue;
            await AskedAsync(task);
            var passed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            ((IPipelineHost)task).Post(passed.SetResult);
            await PassedAsync(task, passed.Task);
            await task.Pipeline.Services.WhenSafe();
        }
    }

    // What is due by the clock is asked of an InfluxDB, which goes by no clock of ours.
    private async Task AskedAsync(RunningTask task)
    {
        var waited = Stopwatch.StartNew();
        while (task.IsAsking && Engine.Running.Find(task.Id) == task)
        {
            if (waited.Elapsed > Patience)
                throw new TimeoutException($"The task '{task.Id}' does not come to an end of its queries.");
            await Task.Delay(1);
        }
    }

    private async Task PassedAsync(RunningTask task, Task passed)
    {
        var waited = Stopwatch.StartNew();

        // A task that has ended meanwhile does nothing any more.
        while (!passed.IsCompleted && Engine.Running.Find(task.Id) == task)
        {
            if (waited.Elapsed > Patience)
                throw new TimeoutException($"The task '{task.Id}' does not come to an end of what is due.");
            await Task.WhenAny(passed, Task.Delay(Tick));
        }
    }

    internal static ConfigFile ReadConfig(int sinkPort)
    {
        var text = File.ReadAllText(Path.Combine(CaseFiles.Root, "services.yaml"));
        var config = ConfigFile.Parse("services.yaml", text.Replace(RecordedSinkPort, $"{sinkPort}", StringComparison.Ordinal), _ => null);
        config.Problems.Should().BeEmpty();
        return config;
    }

    internal static Extensions LoadPlugins()
    {
        var extensions = PluginLoader.LoadAll(Path.Combine(AppContext.BaseDirectory, "plugins"), Extensions.BuiltIn);
        extensions.Errors.Should().BeEmpty();
        return extensions;
    }
}
