using Tocsin.Alerting.Alerts;
using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Configuration.Reading;
using Tocsin.Alerting.Configuration.Variables;
using Tocsin.Alerting.Handlers;
using Tocsin.Alerting.Handlers.Outgoing;
using Tocsin.Alerting.Hosting;
using Tocsin.Alerting.Storage;
using Tocsin.Alerting.Storage.Records;
using Tocsin.Engine.Checks;
using Tocsin.Engine.Drills;
using Tocsin.Engine.Plugins;
using Tocsin.Engine.Processes;
using Tocsin.Engine.Sources;
using Tocsin.Engine.Statistics;
using Tocsin.Engine.Subscriptions;
using Tocsin.Inputs.Hosting;
using Tocsin.Inputs.Intake;
using Tocsin.Pipelines.Arrivals;
using Tocsin.Pipelines.Data;
using Tocsin.Pipelines.Influx;
using Tocsin.Pipelines.Influx.Outputs;
using Tocsin.Pipelines.Journals;
using Tocsin.Pipelines.Nodes.Deadman;
using Tocsin.Pipelines.Orchestration;
using Tocsin.Pipelines.Processing;
using Tocsin.Pipelines.Recordings;
using Tocsin.Pipelines.Recordings.Replays;
using Tocsin.Pipelines.Shadows;
using Tocsin.Pipelines.Sideloads;
using Tocsin.Pipelines.Tasks;
using Tocsin.Sdk;
using Tocsin.Sdk.Sources;

namespace Tocsin.Engine.Hosting;

/// <summary>The whole engine, put together: store, alerts, tasks and the way in for points. What a server, a test or an offline run holds.</summary>
public sealed class AlertEngine : IAsyncDisposable
{
    private static readonly TimeSpan LookAtStore = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LookAtSuspended = TimeSpan.FromSeconds(2);

    private readonly HttpClient _http;
    private readonly IStateStore _store;
    private readonly LiveSetting<DeadmanOptions> _deadman;
    private readonly LiveSetting<ReplayOptions> _replay;
    private readonly HandlerServices _handlerServices;
    private readonly TaskServices _taskServices;
    private readonly StatisticsWriter _statistics;
    private readonly ITimer? _reconsidering;

    /// <exception cref="StoreException">The data folder cannot be used.</exception>
    public AlertEngine(EngineSettings settings)
    {
        // Handlers and nodes set deadlines of their own.
        var clients = new OutgoingClients(new OutgoingGuard(settings.Outgoing));
        _http = settings.Http is { } given ? HandlerHttp.Create(given) : clients.Http;
        _store = settings.OpenStore(settings.ForStore());
        Extensions = settings.Extensions;
        Limits = settings.Limits.For(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);
        _handlerServices = new HandlerServices
        {
            Sections = settings.Services,
            Http = _http,
            Clients = clients,
            Time = settings.Time,
            Wrap = settings.Wrap,
            Environment = settings.Environment,
            Isolation = settings.Isolation,
            PostLimits = new PostLimits(Limits.PostLength, Limits.TextSteps),
        };
        if (settings.Http is not null)
            _handlerServices = _handlerServices with { UnverifiedHttp = _http, HttpFor = _ => _http };
        var handlerContext = new HandlerContext { Hostname = settings.Hostname, ServerUrl = settings.ServerUrl };
        Alerts = new AlertSystem(
            _store,
            () => Extensions.Current.Kinds,
            _handlerServices,
            new AlertSystemSettings
            {
                LoggerFactory = settings.LoggerFactory,
                Time = settings.Time,
                Delivery = settings.Delivery,
                Ledger = settings.Ledger,
                DeadLetters = settings.DeadLetters,
                Silences = settings.Silences,
                Alerts = settings.Alerts,
                Context = handlerContext,
                Guard = settings.Guard,
                HoldsDeliveries = settings.HoldsDeliveries,
            });
        Checks = new ServerChecks(
            () => Extensions.Current.Kinds, () => _handlerServices.Sections, Alerts.Topics, name => Influx!.WhyNot(name), settings.Environment, () => Tasks!.Tasks); // Asked when all is made.
        Series = new SeriesTable(Limits.Series, settings.Time) { Log = settings.LoggerFactory.CreateLogger("tocsin.series") };
        Sideloads = new SideloadSources(_http, settings.Time, settings.LoggerFactory.CreateLogger("tocsin.sideload"));
        Influx = new InfluxClusters(settings.Influxdb, settings.Time, settings.Http);
        if (settings.WritesToInflux)
            Outputs = new InfluxOutputs(settings.DataFolder is { } folder ? Path.Combine(folder, "influxdb-out") : null, Influx, settings.Time, settings.LoggerFactory);
        if (settings is { DataFolder: { } kept, Journal.Enabled: true })
        {
            var syncs = (settings.Journal.Sync ?? settings.Storage.Synchronous) == StorageSafety.Machine;
            Journal = Journal.Open(Path.Combine(kept, "journal"), settings.Journal, syncs, settings.Time, settings.LoggerFactory.CreateLogger("tocsin.journal"));
        }

        Running = new TaskMaster();
        _deadman = new LiveSetting<DeadmanOptions>(settings.Deadman);
        Blind = new BlindSources(Running.Ingress, Alerts.Topics, () => _deadman.Current.BlindTopic, settings.Time) { Raised = settings.Raised };
        Shadows = new ShadowJournals(settings.DataFolder is { } data ? Path.Combine(data, "shadows") : null, settings.Time, settings.LoggerFactory.CreateLogger("tocsin.shadows"));
        _taskServices = new TaskServices
        {
            LoggerFactory = settings.LoggerFactory,
            Time = settings.Time,
            Series = Series,
            Http = _http,
            Influx = Influx,
            Sideloads = Sideloads,
            Orchestrators = new Orchestrators(() => Extensions.Current.Orchestrators, () => _handlerServices.Sections, _http, settings.Time, onlyTries: !settings.Scales),
            AnswerMemory = new AnswerMemory(Limits.AnswerBytes),
            TextLimits = new TextLimits(Limits.TextLength, Limits.TextSteps),
            Outputs = Outputs,
            Alerts = Alerts,
            Handlers = Alerts.NodeHandlers,
            Raised = settings.Raised,
            MakesQueries = settings.MakesQueries,
            TimePassesWithData = settings.TimePassesWithData,
            QueryAnswers = settings.QueryAnswers,
            Watch = settings.Watch,
            Written = settings.Written,
            Blind = Blind,
            Shadows = Shadows,
            TimedOneIn = new LiveSetting<int>(settings.Stats.TimedOneIn),
            FunctionDeadline = new LiveSetting<TimeSpan>(settings.FunctionDeadline),
            SnapshotInterval = new LiveSetting<TimeSpan>(settings.Task.SnapshotInterval),
            MostLoops = new LiveSetting<int>(MostLoops(settings.Task, isWatched: settings.Raised is not null)),
            Groups = new LiveSetting<GroupOptions>(settings.Groups.For(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes)),
            State = new LiveSetting<StateOptions>(settings.State),
            AlertOptions = new LiveSetting<AlertOptions>(settings.Alerts),
            Store = _store,
            Journal = Journal,
            Identity = ServerIdentity.Of(settings.Hostname, _store.Id),
            WhenSafe = _store.WhenCommitted,
            Refused = () => _store.Refused,
            Guard = settings.Guard,
        };
        Time = settings.Time;
        Environment = settings.Environment;
        Hostname = settings.Hostname;
        Compiler = new ScriptCompiler(() => Extensions.Current.Vocabulary with { Settings = [_deadman.Current, new ConfigEnvironment(settings.Environment)] }, Limits.ScriptLength, Limits.Nodes);
        Templates = new TemplateRegistry(_store, Compiler, settings.Time);
        Tasks = new TaskRegistry(_store, Templates, Compiler, Running, _taskServices);
        DrillTargets = new DrillTargets(Alerts, Tasks, Running);
        Drills = new DrillSchedule(Alerts, DrillTargets, _store, settings.Time, settings.LoggerFactory.CreateLogger("tocsin.drills"));
        Writer = new PointWriter(Series, Running, settings.Time, settings.WritesWaitForTasks, Journal) { DefaultRetentionPolicy = settings.DefaultRetentionPolicy };
        var inputs = new InputServices
        {
            Take = new PatientWriter(Writer, _store, settings.Time).WriteAsync,
            Time = settings.Time,
            LoggerFactory = settings.LoggerFactory,
            MostConnections = Limits.Connections,
            MostLineBytes = Limits.LineBytes,
            MostBodyBytes = Limits.BodyBytes,
        };
        Inputs = new InputRegistry(inputs);
        Subscriptions = new InfluxSubscriptions(Influx, _taskServices.Identity, inputs);
        Statistics = new ServerStatistics(_taskServices.Identity, Tasks, Running, Writer, Alerts.Topics, () => Subscriptions.All.Sum(status => (long)status.Count));
        _statistics = new StatisticsWriter(Statistics, Writer, Running, settings.Stats, settings.Time, settings.LoggerFactory.CreateLogger("tocsin.stats"));
        _replay = new LiveSetting<ReplayOptions>(settings.Replay);
        var recordingLog = settings.LoggerFactory.CreateLogger("tocsin.recordings");
        Recordings = new RecordingRegistry(_store, new RecordingServices
        {
            Folder = settings.RecordingsFolder,
            Options = _replay,
            Tasks = Tasks,
            Master = Running,
            Series = Series,
            Influx = _taskServices.Influx,
            AnswerMemory = _taskServices.AnswerMemory,
            MostSeries = Limits.Series,
            Time = settings.Time,
            Log = recordingLog,
        });
        Replays = new ReplayRegistry(_store, new ReplayServices
        {
            Recordings = Recordings,
            Options = _replay,
            Tasks = Tasks,
            Compiler = Compiler,
            TaskServices = _taskServices,
            Series = Limits.Series,
            Log = recordingLog,
        });
        var sourceServices = new SourceServices
        {
            Store = _store,
            Topics = Alerts.Topics,
            Activities = Alerts.Activities,
            Writer = Writer,
            Time = settings.Time,
            Log = settings.LoggerFactory.CreateLogger("tocsin.sources"),
            Guard = settings.Guard,
            BodyBytes = Limits.SourceBytes,
            Raised = settings.Raised,
            Environment = settings.Environment,
            Context = new SourceContext { ServerUrl = new Uri(settings.ServerUrl.GetLeftPart(UriPartial.Authority)) },
        };
        Sources = new SourceRegistry(sourceServices, () => Extensions.Current.Sources);
        Sources.Load();
        Quarantine = new Quarantine(_store, Limits.SourceBytes);
        Intake = new SourceIntake(sourceServices, Sources, Quarantine);

        // Their scripts may be mended meanwhile; plugins tell by themselves.
        if (settings.Guard.HasSuspended)
            _reconsidering = settings.Time.CreateTimer(_ => _ = Alerts.ReconsiderSuspendedAsync(), null, LookAtSuspended, LookAtSuspended);
    }

    /// <summary>What definitions can use.</summary>
    public ExtensionRegistry Extensions { get; }

    /// <summary>The plugins that come and go while the engine runs; null when there is only what it was made with.</summary>
    public PluginHost? Plugins => Extensions.Watches.OfType<PluginHost>().FirstOrDefault();

    public AlertSystem Alerts { get; }

    /// <summary>The checks of definitions by what is in force now.</summary>
    public ServerChecks Checks { get; }

    /// <summary>The InfluxDBs of the configuration, by name.</summary>
    public InfluxClusters Influx { get; }

    /// <summary>The values that tasks load from files and web servers.</summary>
    public SideloadSources Sideloads { get; }

    /// <summary>Writes to them; null where nothing is written.</summary>
    public InfluxOutputs? Outputs { get; }

    /// <summary>What was written; null where it is not kept.</summary>
    public Journal? Journal { get; }

    /// <summary>Watches what the data of deadmen comes from.</summary>
    public BlindSources Blind { get; }

    /// <summary>What tasks raise that have a shadow, and what their shadows do.</summary>
    public ShadowJournals Shadows { get; }

    /// <summary>Whom a drill reaches.</summary>
    public DrillTargets DrillTargets { get; }

    /// <summary>Drills on a schedule.</summary>
    public DrillSchedule Drills { get; }

    public SeriesTable Series { get; }

    public ScriptCompiler Compiler { get; }

    public TemplateRegistry Templates { get; }

    public TaskRegistry Tasks { get; }

    /// <summary>The tasks that execute.</summary>
    public TaskMaster Running { get; }

    public PointWriter Writer { get; }

    /// <summary>The ways in for points besides HTTP; none is open before somebody opens it.</summary>
    public InputRegistry Inputs { get; }

    /// <summary>Data that is kept to be played to tasks.</summary>
    public RecordingRegistry Recordings { get; }

    /// <summary>Data that is played to tasks.</summary>
    public ReplayRegistry Replays { get; }

    /// <summary>What makes the InfluxDBs send on what is written to them; none before somebody starts it.</summary>
    public InfluxSubscriptions Subscriptions { get; }

    /// <summary>The defined sources.</summary>
    public SourceRegistry Sources { get; }

    /// <summary>Takes requests of other systems in.</summary>
    public SourceIntake Intake { get; }

    /// <summary>Requests to sources that were not understood.</summary>
    public Quarantine Quarantine { get; }

    /// <summary>How much is taken in, with a number for everything.</summary>
    public LimitsOptions Limits { get; }

    /// <summary>The counters of all of it.</summary>
    public ServerStatistics Statistics { get; }

    /// <summary>Who the server is.</summary>
    public ServerIdentity Identity => _taskServices.Identity;

    /// <summary>The host name that templates, payloads and the status show.</summary>
    public string Hostname { get; }

    /// <summary>When the engine was started.</summary>
    public DateTimeOffset Started { get; private set; }

    /// <summary>The clock that all of the engine goes by.</summary>
    public TimeProvider Time { get; }

    /// <summary>Answers <c>${env:NAME}</c> in definitions; null when it is not set.</summary>
    public Func<string, string?> Environment { get; }

    /// <summary>Where all of it is kept.</summary>
    public IStateStore Store => _store;

    /// <summary>How the store is.</summary>
    public StoreStatus StorageStatus => _store.Status;

    /// <summary>Takes up what the store holds and starts the enabled tasks.</summary>
    public async Task StartAsync()
    {
        Started = Time.GetUtcNow();
        Outputs?.Start();
        Templates.Load();
        Shadows.Load();
        await Tasks.LoadAsync().ConfigureAwait(false);
        await Recordings.LoadAsync().ConfigureAwait(false);
        await Replays.LoadAsync().ConfigureAwait(false);
        Alerts.Started();
        Blind.Start();
        await Drills.StartAsync().ConfigureAwait(false);
        Extensions.Changed = AdoptAsync;
        Extensions.Watch();
    }

    // Handlers, tasks and sources at work take up what changed; what tasks alerted stays with their topics.
    private async Task AdoptAsync(Extensions before, Extensions now)
    {
        var kinds = now.Kinds.ChangedSince(before.Kinds);
        var hasFunctions = !now.Functions.All.SequenceEqual(before.Functions.All);
        if (kinds.Count > 0)
            await Alerts.Handlers.RebuildAsync(kinds).ConfigureAwait(false);
        if (kinds.Count > 0 || hasFunctions)
            await Templates.ReviveAsync().ConfigureAwait(false);
        if (kinds.Count > 0)
            await Tasks.AdoptKindsAsync(kinds, now.Functions).ConfigureAwait(false);
        if (hasFunctions)
            await Tasks.AdoptFunctionsAsync(now.Functions).ConfigureAwait(false);
        if (kinds.Count > 0)
            Alerts.Started();
        if (now.Sources != before.Sources)
            await Sources.AdoptAsync().ConfigureAwait(false);
    }

    /// <summary>
    /// Puts another configuration in force, as far as that goes while the engine runs: services, with their secrets, deliveries, alerts, the
    /// ledger and writes at once, what tasks take from it when they are started next. Handlers of services that changed are made anew in
    /// their place, and with them handlers and sources whose definitions take texts from files. Not to be called twice at a time.
    /// </summary>
    public async Task<ConfigAdoption> AdoptAsync(ServerOptions options, ServiceSections services)
    {
        if (Plugins is { } plugins)
            await plugins.TrustAsync(new PluginTrust(options.Plugins.Trust)).ConfigureAwait(false);
        var sections = ConfigDifference.Between(_handlerServices.Sections, services).Select(ConfigDifference.SectionOf).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var kinds = Extensions.Current.Kinds.All.Where(kind => kind.Section is { } section && sections.Contains(section)).Select(kind => kind.Name).ToHashSet();

        // Processes of handlers are given their networks when they start.
        if (_handlerServices.Clients.Guard.Change(options.Outgoing) && _handlerServices.Isolation is { } isolation)
            kinds.UnionWith(Extensions.Current.Kinds.All.Where(isolation.Wants).Select(kind => kind.Name));
        _taskServices.AlertOptions.Change(options.Alerts);
        _taskServices.FunctionDeadline.Change(options.Functions.Deadline);
        _taskServices.SnapshotInterval.Change(options.Task.SnapshotInterval);
        _taskServices.MostLoops.Change(MostLoops(options.Task, isWatched: _taskServices.Raised is not null));
        _taskServices.Groups.Change(options.Groups.For(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes));
        _taskServices.State.Change(options.State);
        _deadman.Change(options.Deadman);
        Influx.Change(options.Influxdb);
        _taskServices.TimedOneIn.Change(options.Stats.TimedOneIn);
        _statistics.Change(options.Stats);
        Writer.DefaultRetentionPolicy = options.DefaultRetentionPolicy;
        _replay.Change(options.Replay);
        Writer.WaitsForTasks = options.Write.Acknowledge == WriteAcknowledgement.Committed;
        Alerts.Change(options.Delivery, options.Ledger, options.DeadLetters, options.Alerts, options.Silences);
        _handlerServices.LiveSections.Change(services);
        await Tasks.RetryAsync(Extensions.Current.Functions).ConfigureAwait(false);

        var waiting = Alerts.Handlers.Broken.Select(entry => entry.Spec).ToHashSet();
        var rebuilt = await Alerts.Handlers.RebuildAsync(spec => kinds.Contains(spec.Kind) || waiting.Contains(spec) || (ConfigJson.TryParse(spec.OptionsJson, out var options, out _) && ConfigVariables.NameFile(options))).ConfigureAwait(false);
        var broken = Alerts.Handlers.Broken.Where(entry => rebuilt.Contains(entry.Spec)).ToDictionary(entry => entry.Spec, entry => $"{entry.Spec.Target}: {entry.Error}");
        var (renewed, kept) = await Tasks.RenewHandlersAsync(kinds).ConfigureAwait(false);
        if (Extensions.Watches.OfType<ProcessFunctions>().FirstOrDefault() is { } functions)
            await functions.AdoptAsync(options.Udf).ConfigureAwait(false);
        var (sources, errors) = await Sources.RenewAsync(ConfigVariables.NameFile).ConfigureAwait(false);
        var closed = await Inputs.AdoptAsync(options.Inputs()).ConfigureAwait(false);
        return new ConfigAdoption(
            [.. rebuilt.Where(spec => !broken.ContainsKey(spec)).Select(spec => spec.Target.ToString()), .. renewed, .. sources.Select(id => $"source {id}")],
            [.. broken.Values, .. kept, .. errors, .. closed]);
    }

    /// <summary>Stops the tasks, which give out what they hold, then the deliveries; what is still owed waits in the store.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_reconsidering is not null)
            await _reconsidering.DisposeAsync().ConfigureAwait(false);
        await Subscriptions.DisposeAsync().ConfigureAwait(false);
        await Inputs.DisposeAsync().ConfigureAwait(false);
        await Extensions.StopAsync().ConfigureAwait(false);
        await _statistics.DisposeAsync().ConfigureAwait(false);
        await Replays.DisposeAsync().ConfigureAwait(false);
        await Recordings.DisposeAsync().ConfigureAwait(false);
        Blind.Dispose();
        Drills.Dispose();
        await StopTasksAsync().ConfigureAwait(false);
        Journal?.Dispose();
        await Shadows.DisposeAsync().ConfigureAwait(false);
        if (Outputs is not null)
            await Outputs.DisposeAsync().ConfigureAwait(false);
        Sources.Dispose();
        await Alerts.DisposeAsync().ConfigureAwait(false);
        await _store.DisposeAsync().ConfigureAwait(false);
        _http.Dispose();
        Influx.Dispose();
        Sideloads.Dispose();
        Extensions.Dispose();
    }

    // Alerts that cannot be written now would be waited for until somebody kills the server. Closing the store fails their writers, which
    // were not told that anything was taken.
    private async Task StopTasksAsync()
    {
        var stopped = Tasks.StopAllAsync();
        while (!stopped.IsCompleted && _store.Failure is null)
            await Task.WhenAny(stopped, Task.Delay(LookAtStore, TimeProvider.System)).ConfigureAwait(false);
        if (stopped.IsCompleted)
            await stopped.ConfigureAwait(false);
    }

    // Whoever looks on at all events wants the same data to lead to the same ones in the same order.
    private static int MostLoops(TaskOptions options, bool isWatched) => isWatched ? 1 : options.MostLoops;
}
