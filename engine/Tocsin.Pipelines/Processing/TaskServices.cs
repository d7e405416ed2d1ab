using Microsoft.Extensions.Logging;
using Tocsin.Alerting.Alerts;
using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Crashes;
using Tocsin.Alerting.Hosting;
using Tocsin.Alerting.Inhibition;
using Tocsin.Alerting.Names;
using Tocsin.Alerting.Storage.Records;
using Tocsin.Pipelines.Arrivals;
using Tocsin.Pipelines.Data;
using Tocsin.Pipelines.Influx;
using Tocsin.Pipelines.Influx.Outputs;
using Tocsin.Pipelines.Journals;
using Tocsin.Pipelines.Orchestration;
using Tocsin.Pipelines.Shadows;
using Tocsin.Pipelines.Sideloads;
using Tocsin.Sdk;

namespace Tocsin.Pipelines.Processing;

/// <summary>What all tasks of a server share.</summary>
public sealed record TaskServices
{
    private readonly SideloadSources? _sideloads;
    private readonly Orchestrators? _orchestrators;
    private readonly AlertSystem? _alerts;
    private readonly NodeHandlers? _handlers;
    private readonly InhibitorSet? _inhibitors;

    public required ILoggerFactory LoggerFactory { get; init; }

    /// <summary>The clock for the few things that go by the wall and not by data.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>The zone in which expressions read the hour, the day and the like of a time.</summary>
    public TimeZoneInfo Zone { get; init; } = TimeZoneInfo.Local;

    /// <summary>How long one call of a user's function may take before that is told; after twice as long its task fails.</summary>
    /// <summary>False when batch tasks are given their batches and make no queries.</summary>
    public bool MakesQueries { get; init; } = true;

    public LiveSetting<TimeSpan> FunctionDeadline { get; init; } = new(TimeSpan.FromSeconds(5));

    /// <summary>Of how many messages of a task one is timed; 0 for none. Counts for tasks that start from then on.</summary>
    public LiveSetting<int> TimedOneIn { get; init; } = new(128);

    /// <summary>How many loops a task may have that starts from then on. Default: one.</summary>
    public LiveSetting<int> MostLoops { get; init; } = new(1);

    /// <summary>The cores that the process may use.</summary>
    public int Cores { get; init; } = Environment.ProcessorCount;

    /// <summary>The time that the process has had of all of them.</summary>
    public Func<TimeSpan> CpuTime { get; init; } = static () => Environment.CpuUsage.TotalTime;

    /// <summary>How often functions of other processes are asked for what they know.</summary>
    public LiveSetting<TimeSpan> SnapshotInterval { get; init; } = new(TimeSpan.FromMinutes(1));

    /// <summary>How many groups tasks that start from then on may have, and for how long; with a number for everything.</summary>
    public LiveSetting<GroupOptions> Groups { get; init; } = new(new GroupOptions { Limit = int.MaxValue });

    public required SeriesTable Series { get; init; }

    /// <summary>For nodes that send requests.</summary>
    public required HttpClient Http { get; init; }

    /// <summary>The InfluxDBs that can be queried and written to.</summary>
    public InfluxClusters Influx { get; init; } = InfluxClusters.None;

    /// <summary>Answers queries in the place of all of them; null, the default, where they are asked.</summary>
    public IQueryAnswers? QueryAnswers { get; init; }

    /// <summary>The memory that answers to queries may take.</summary>
    public AnswerMemory AnswerMemory { get; init; } = AnswerMemory.Unlimited;

    /// <summary>
    /// True where recorded data is put through tasks as fast as they take it: barriers come when the time between two points of a node has
    /// passed, as they did when the data was recorded. False, the default, where they come by <see cref="Time"/>.
    /// </summary>
    public bool TimePassesWithData { get; init; }

    /// <summary>How much the texts of alerts may take.</summary>
    public TextLimits TextLimits { get; init; } = new();

    /// <summary>Writes to them; null where nothing is written, as when a script is tried.</summary>
    public InfluxOutputs? Outputs { get; init; }

    /// <summary>The sources of values that tasks load.</summary>
    /// <exception cref="InvalidOperationException">The pipeline runs without them.</exception>
    public SideloadSources Sideloads
    {
        get => _sideloads ?? throw new InvalidOperationException("there are no sources of values here");
        init => _sideloads = value;
    }

    /// <summary>What nodes scale with.</summary>
    /// <exception cref="InvalidOperationException">The pipeline runs without them.</exception>
    public Orchestrators Orchestrators
    {
        get => _orchestrators ?? throw new InvalidOperationException("there are no orchestrators here");
        init => _orchestrators = value;
    }

    /// <summary>Topics, handlers, inhibitors.</summary>
    /// <exception cref="InvalidOperationException">The pipeline runs without them.</exception>
    public AlertSystem Alerts
    {
        get => _alerts ?? throw new InvalidOperationException("there is no alert system here");
        init => _alerts = value;
    }

    /// <summary>Where tasks run: among those that get what is written, or in a replay, whose id this is then.</summary>
    public string Run { get; init; } = NodeTopic.Live;

    /// <summary>True for a task that runs beside a live one to be compared with it: it notifies nobody and writes to nobody.</summary>
    public bool IsShadow => Run == NodeTopic.Shadow;

    /// <summary>Notes what tasks with a shadow raise; null where nobody does.</summary>
    public ShadowJournals? Shadows { get; init; }

    /// <summary>What a task is given that runs beside a live one. Its alerts mute nobody, and what its nodes send, write or scale is left.</summary>
    internal TaskServices ForShadow() => this with
    {
        Run = NodeTopic.Shadow,
        Inhibitors = new InhibitorSet(),
        Outputs = null,
        Http = UnsentRequests.Client,
        Orchestrators = Orchestrators.OnlyTrying(),
    };

    /// <summary>The inhibitors that alerts of the tasks obey. Default: those of all live tasks.</summary>
    public InhibitorSet Inhibitors
    {
        get => _inhibitors ?? Alerts.Inhibitors;
        init => _inhibitors = value;
    }

    /// <summary>Makes the handlers that scripts define.</summary>
    /// <exception cref="InvalidOperationException">The pipeline runs without them.</exception>
    public NodeHandlers Handlers
    {
        get => _handlers ?? throw new InvalidOperationException("there are no handlers here");
        init => _handlers = value;
    }

    /// <summary>Is shown each event of an alert node, on the task's thread; null when nobody looks on.</summary>
    public Action<AlertEvent>? Raised { get; init; }

    /// <summary>Is shown each point that a node hands over to be written to InfluxDB, on the task's thread; null, the default, when nobody looks on.</summary>
    public Action<WrittenPoint>? Written { get; init; }

    /// <summary>Is shown what of tasks is reached; null, the default, when nobody looks on.</summary>
    public IReachWatch? Watch { get; init; }

    /// <summary>Watches what the data of deadmen comes from; null where nobody does.</summary>
    public BlindSources? Blind { get; init; }

    /// <summary>What happens to alerts when their task goes.</summary>
    public LiveSetting<AlertOptions> AlertOptions { get; init; } = new(new AlertOptions());

    /// <summary>Keeps what nodes know over restarts; null where nothing is kept.</summary>
    public ITaskRecords? Store { get; init; }

    /// <summary>How what nodes know of their groups is written down. Default: not at all.</summary>
    public LiveSetting<StateOptions> State { get; init; } = new(new StateOptions { Every = TimeSpan.Zero });

    /// <summary>True where what nodes know of their groups is written down.</summary>
    public bool KeepsState => Store is not null && State.Current.Every > TimeSpan.Zero;

    /// <summary>Keeps what is written, so that tasks can be given it once more; null where nothing is kept.</summary>
    public Journal? Journal { get; init; }

    /// <summary>Knows which code of users is called.</summary>
    public CrashGuard Guard { get; init; } = CrashGuard.None;

    /// <summary>Who the server is.</summary>
    public ServerIdentity Identity { get; init; } = new("localhost", "", "");

    /// <summary>Answers with the end of the commit of all alerts that were published so far. Default: nothing to wait for.</summary>
    public Func<ValueTask> WhenSafe { get; init; } = static () => ValueTask.CompletedTask;

    /// <summary>Answers with the last change of state that could not be written and was left out; null when there is none.</summary>
    public Func<Exception?> Refused { get; init; } = static () => null;
}
