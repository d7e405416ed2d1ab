using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Tocsin.Alerting.Alerts;
using Tocsin.Alerting.Alerts.Silencing;
using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Crashes;
using Tocsin.Alerting.Deliveries;
using Tocsin.Alerting.Deliveries.Ledgers;
using Tocsin.Alerting.Handlers;
using Tocsin.Alerting.Handlers.Outgoing;
using Tocsin.Alerting.Hosting;
using Tocsin.Alerting.Storage;
using Tocsin.Alerting.Storage.Records;
using Tocsin.Alerting.Storage.Sqlite;
using Tocsin.Engine.Plugins;
using Tocsin.Engine.Statistics;
using Tocsin.Pipelines.Influx;
using Tocsin.Pipelines.Influx.Outputs;
using Tocsin.Pipelines.Nodes.Deadman;
using Tocsin.Pipelines.Journals;
using Tocsin.Pipelines.Processing;
using Tocsin.Pipelines.Recordings;
using Tocsin.Pipelines.Tasks;
using Tocsin.Sdk;

namespace Tocsin.Engine.Hosting;

/// <summary>What an engine is made of.</summary>
public sealed record EngineSettings
{
    /// <summary>The folder that holds all that must survive a restart; null keeps it in memory.</summary>
    public string? DataFolder { get; init; }

    /// <summary>The id of an engine whose data folder is new; null, the default, for one that no other has.</summary>
    public string? NewId { get; init; }

    /// <summary>The number that deliveries begin with; null, the default, for one by the clock.</summary>
    public long? FirstNumber { get; init; }

    /// <summary>The lock of <see cref="DataFolder"/> where it was taken already; null, the default, takes it.</summary>
    public DataFolderLock? DataFolderLock { get; init; }

    /// <summary>Opens the store that the engine works on, and closes at its end. Default: a SQLite file in the data folder.</summary>
    public Func<StoreSettings, IStateStore> OpenStore { get; init; } = SqliteStateStore.Open;

    /// <summary>How state is kept.</summary>
    public StorageOptions Storage { get; init; } = new();

    /// <summary>True, the default, to end a write when its alerts are committed; false to end it when its points are queued.</summary>
    public bool WritesWaitForTasks { get; init; } = true;

    /// <summary>The retention policy of writes that name none. Default: empty.</summary>
    public string DefaultRetentionPolicy { get; init; } = "";

    /// <summary>The host name that templates and payloads show.</summary>
    public string Hostname { get; init; } = "localhost";

    /// <summary>The address of the HTTP API that payloads link to, without a trailing slash.</summary>
    public Uri ServerUrl { get; init; } = new("http://localhost:9092/kapacitor/v1");

    /// <summary>The configured services.</summary>
    public ServiceSections Services { get; init; } = ServiceSections.None;

    /// <summary>What definitions can use, and what changes that while the engine runs. The engine lets go of it at its end.</summary>
    public ExtensionRegistry Extensions { get; init; } = new();

    /// <summary>How long one call of a function may take before it is logged; after twice as long its task fails. Default 5 s.</summary>
    public TimeSpan FunctionDeadline { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>What holds for all tasks.</summary>
    public TaskOptions Task { get; init; } = new();

    /// <summary>How much is taken in.</summary>
    public LimitsOptions Limits { get; init; } = new();

    public DeliveryOptions Delivery { get; init; } = new();

    /// <summary>What happens to alerts when their task goes.</summary>
    public AlertOptions Alerts { get; init; } = new();

    /// <summary>How many silences there may be, and who is reminded of their end.</summary>
    public SilenceOptions Silences { get; init; } = new();

    /// <summary>How much of the ledger of deliveries is kept.</summary>
    public LedgerOptions Ledger { get; init; } = new();

    /// <summary>How long dead letters are kept.</summary>
    public DeadLetterOptions DeadLetters { get; init; } = new();

    /// <summary>What deadman alerts say.</summary>
    public DeadmanOptions Deadman { get; init; } = new();

    /// <summary>The InfluxDBs that tasks query and write to.</summary>
    public IReadOnlyList<InfluxOptions> Influxdb { get; init; } = [];

    /// <summary>How many groups of points tasks may have, and for how long.</summary>
    public GroupOptions Groups { get; init; } = new();

    /// <summary>How what the nodes of tasks know is written down.</summary>
    public StateOptions State { get; init; } = new();

    /// <summary>How what is written is kept, in the data folder. Default: not at all.</summary>
    public JournalOptions Journal { get; init; } = new();

    /// <summary>The server's own counters as points.</summary>
    public StatsOptions Stats { get; init; } = new();

    /// <summary>False where scripts are only tried: what they would scale stays as it is. Default true.</summary>
    public bool Scales { get; init; } = true;

    /// <summary>True where data is put through scripts as fast as they take it: the time between two points passes when the second comes. Default false.</summary>
    public bool TimePassesWithData { get; init; }

    /// <summary>False where scripts are only tried: what they would write to InfluxDB is left. Default true.</summary>
    public bool WritesToInflux { get; init; } = true;

    /// <summary>False where scripts are only tried: batch tasks are given their batches. Default true.</summary>
    public bool MakesQueries { get; init; } = true;

    /// <summary>Answers queries in the place of the InfluxDBs; null, the default, where they are asked.</summary>
    public IQueryAnswers? QueryAnswers { get; init; }

    /// <summary>Where recordings are kept, and how much of them.</summary>
    public ReplayOptions Replay { get; init; } = new();

    /// <summary>Makes handlers that run in processes of their own; null where there are none, and all run in this process.</summary>
    public IsolationHost? Isolation { get; init; }

    /// <summary>Keeps foreign code from ending the process again and again. Default: nobody does.</summary>
    public CrashGuard Guard { get; init; } = CrashGuard.None;

    /// <summary>True to attempt no delivery before <see cref="AlertSystem.StartDeliveries"/>. Default false.</summary>
    public bool HoldsDeliveries { get; init; }

    public ILoggerFactory LoggerFactory { get; init; } = NullLoggerFactory.Instance;

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Is shown each event that an alert node raises, on the thread of its task, and each that a source brings; null when nobody looks on.</summary>
    public Action<AlertEvent>? Raised { get; init; }

    /// <summary>Answers <c>${env:NAME}</c> in definitions; null when it is not set. Default: the environment of the process.</summary>
    public Func<string, string?> Environment { get; init; } = System.Environment.GetEnvironmentVariable;

    /// <summary>Is shown each point that a node hands over to be written to InfluxDB, on the thread of its task; null, the default, when nobody looks on.</summary>
    public Action<WrittenPoint>? Written { get; init; }

    /// <summary>Is shown what of tasks is reached; null, the default, when nobody looks on.</summary>
    public IReachWatch? Watch { get; init; }

    /// <summary>May put another handler around each that is made; null leaves them as they are.</summary>
    public HandlerWrapper? Wrap { get; init; }

    /// <summary>What requests of handlers and nodes go through; null for a client of the engine's own.</summary>
    public HttpMessageHandler? Http { get; init; }

    /// <summary>Which addresses handlers, nodes and plugins reach.</summary>
    public OutgoingOptions Outgoing { get; init; } = new();

    /// <summary>What a configuration says, for servers and for what is only tried alike; all else is as it is by default.</summary>
    public static EngineSettings Of(ConfigFile config)
    {
        var options = config.Options;
        return new EngineSettings
        {
            Storage = options.Storage,
            DefaultRetentionPolicy = options.DefaultRetentionPolicy,
            WritesWaitForTasks = options.Write.Acknowledge == WriteAcknowledgement.Committed,
            Hostname = options.Hostname,
            Services = config.Sections,
            Limits = options.Limits,
            Delivery = options.Delivery,
            Alerts = options.Alerts,
            Ledger = options.Ledger,
            DeadLetters = options.DeadLetters,
            Silences = options.Silences,
            Deadman = options.Deadman,
            Influxdb = options.Influxdb,
            Stats = options.Stats,
            Groups = options.Groups,
            State = options.State,
            Replay = options.Replay,
            FunctionDeadline = options.Functions.Deadline,
            Task = options.Task,
            Outgoing = options.Outgoing,
        };
    }

    /// <summary>How <see cref="OpenStore"/> is called.</summary>
    public StoreSettings ForStore() => new()
    {
        Folder = DataFolder,
        Lock = DataFolderLock,
        NewId = NewId,
        FirstNumber = FirstNumber,
        SyncEveryCommit = Storage.Synchronous == StorageSafety.Machine,
        ReserveBytes = Storage.ReserveBytes,
        CheckLimit = Storage.Check,
        KeepsLedger = Ledger.Enabled,
        Log = LoggerFactory.CreateLogger("tocsin.storage"),
    };

    /// <summary>Where recordings are kept; null where nothing is.</summary>
    internal string? RecordingsFolder =>
        Replay.Dir.Length > 0 ? Replay.Dir
        : DataFolder is { } folder ? Path.Combine(folder, "replay")
        : null;
}
