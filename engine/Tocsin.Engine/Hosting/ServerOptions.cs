using Tocsin.Alerting.Alerts;
using Tocsin.Alerting.Deliveries;
using Tocsin.Alerting.Deliveries.Ledgers;
using Tocsin.Alerting.Isolation;
using Tocsin.Alerting.Storage;
using Tocsin.Engine.Statistics;
using Tocsin.Pipelines.Influx;
using Tocsin.Pipelines.Nodes.Deadman;
using Tocsin.Sdk;

namespace Tocsin.Engine.Hosting;

/// <summary>What the server itself is configured with; one property, one key or section of the file.</summary>
public sealed record ServerOptions : ICheckedOptions
{
    /// <summary>How others reach this host: in payloads and in the log. Default <c>localhost</c>.</summary>
    public string Hostname { get; init; } = "localhost";

    /// <summary>The folder of the server's state. Empty, the default, lets the command line choose.</summary>
    public string DataDir { get; init; } = "";

    /// <summary>The folder of the plugins. Empty, the default: <c>plugins</c> beside the program.</summary>
    public string PluginDir { get; init; } = "";

    /// <summary>The retention policy of writes that name none. Default: empty.</summary>
    public string DefaultRetentionPolicy { get; init; } = "";

    /// <summary>Whether what the API set over the file is left out, for a start after a mistake. Default false.</summary>
    public bool SkipConfigOverrides { get; init; }

    public ConfigOverrideOptions ConfigOverride { get; init; } = new();

    public HttpOptions Http { get; init; } = new();

    public LimitsOptions Limits { get; init; } = new();

    public WriteOptions Write { get; init; } = new();

    public StorageOptions Storage { get; init; } = new();

    /// <summary>How alerts are delivered and when that is given up.</summary>
    public DeliveryOptions Delivery { get; init; } = new();

    public AlertOptions Alerts { get; init; } = new();

    /// <summary>How long it is remembered what became of deliveries.</summary>
    public LedgerOptions Ledger { get; init; } = new();

    /// <summary>How long what was given up waits for somebody.</summary>
    public DeadLetterOptions DeadLetters { get; init; } = new();

    public DeadmanOptions Deadman { get; init; } = new();

    public StatsOptions Stats { get; init; } = new();

    public FunctionsOptions Functions { get; init; } = new();

    public LoadOptions Load { get; init; } = new();

    public ScriptsOptions Scripts { get; init; } = new();

    /// <summary>Which handlers run in processes of their own.</summary>
    public IsolationOptions Isolation { get; init; } = new();

    public LoggingOptions Logging { get; init; } = new();

    /// <summary>The InfluxDBs that tasks query and write to. Default: none.</summary>
    [Overridable("name")]
    public IReadOnlyList<InfluxOptions> Influxdb { get; init; } = [];

    public IEnumerable<OptionProblem> Check() => InfluxClusters.Check(Influxdb);
}
