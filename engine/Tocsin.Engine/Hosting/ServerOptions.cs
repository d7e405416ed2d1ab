using Tocsin.Alerting.Alerts;
using Tocsin.Alerting.Alerts.Silencing;
using Tocsin.Alerting.Deliveries;
using Tocsin.Alerting.Deliveries.Ledgers;
using Tocsin.Alerting.Handlers.Outgoing;
using Tocsin.Alerting.Isolation;
using Tocsin.Alerting.Storage;
using Tocsin.Engine.Plugins;
using Tocsin.Engine.Statistics;
using Tocsin.Engine.Trust;
using Tocsin.Inputs.Collectd;
using Tocsin.Inputs.Graphite;
using Tocsin.Inputs.Hosting;
using Tocsin.Inputs.Intake;
using Tocsin.Inputs.Opentsdb;
using Tocsin.Inputs.Scraping;
using Tocsin.Inputs.Scraping.Unserved;
using Tocsin.Inputs.Udp;
using Tocsin.Pipelines.Functions.Processes;
using Tocsin.Pipelines.Influx;
using Tocsin.Pipelines.Journals;
using Tocsin.Pipelines.Nodes.Deadman;
using Tocsin.Pipelines.Processing;
using Tocsin.Pipelines.Recordings;
using Tocsin.Pipelines.Tasks;
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

    public SilenceOptions Silences { get; init; } = new();

    /// <summary>How long it is remembered what became of deliveries.</summary>
    public LedgerOptions Ledger { get; init; } = new();

    /// <summary>How long what was given up waits for somebody.</summary>
    public DeadLetterOptions DeadLetters { get; init; } = new();

    public DeadmanOptions Deadman { get; init; } = new();

    public StatsOptions Stats { get; init; } = new();

    /// <summary>How many groups of points a task may have, and for how long.</summary>
    public GroupOptions Groups { get; init; } = new();

    public StateOptions State { get; init; } = new();

    public JournalOptions Journal { get; init; } = new();

    /// <summary>UDP ports that take line protocol.</summary>
    public IReadOnlyList<UdpOptions> Udp { get; init; } = [];

    /// <summary>Ports that take Graphite's plain text.</summary>
    public IReadOnlyList<GraphiteOptions> Graphite { get; init; } = [];

    public CollectdOptions Collectd { get; init; } = new();

    public OpentsdbOptions Opentsdb { get; init; } = new();

    /// <summary>What asks targets for metrics in the format of Prometheus.</summary>
    [Overridable("name")]
    public IReadOnlyList<ScraperOptions> Scraper { get; init; } = [];

    /// <summary>Lists of targets for scrapers.</summary>
    [Overridable("id")]
    public IReadOnlyList<StaticDiscoveryOptions> StaticDiscovery { get; init; } = [];

    /// <summary>Lists of targets for scrapers, in files.</summary>
    [Overridable("id")]
    public IReadOnlyList<FileDiscoveryOptions> FileDiscovery { get; init; } = [];

    /// <summary>Discovery services of the peer that find no targets here, for all that its file says of them.</summary>
    [Overridable("id")]
    public IReadOnlyList<AzureDiscoveryOptions> Azure { get; init; } = [];

    [Overridable("id")]
    public IReadOnlyList<ConsulDiscoveryOptions> Consul { get; init; } = [];

    [Overridable("id")]
    public IReadOnlyList<DnsDiscoveryOptions> Dns { get; init; } = [];

    [Overridable("id")]
    public IReadOnlyList<GceDiscoveryOptions> Gce { get; init; } = [];

    [Overridable("id")]
    public IReadOnlyList<MarathonDiscoveryOptions> Marathon { get; init; } = [];

    [Overridable("id")]
    public IReadOnlyList<NerveDiscoveryOptions> Nerve { get; init; } = [];

    [Overridable("id")]
    public IReadOnlyList<ServersetDiscoveryOptions> Serverset { get; init; } = [];

    [Overridable("id")]
    public IReadOnlyList<TritonDiscoveryOptions> Triton { get; init; } = [];

    public FunctionsOptions Functions { get; init; } = new();

    public TaskOptions Task { get; init; } = new();

    /// <summary>Functions of other processes.</summary>
    public UdfOptions Udf { get; init; } = new();

    /// <summary>Recordings and replays.</summary>
    public ReplayOptions Replay { get; init; } = new();

    public LoadOptions Load { get; init; } = new();

    public ScriptsOptions Scripts { get; init; } = new();

    /// <summary>Which addresses handlers, nodes and plugins reach.</summary>
    public OutgoingOptions Outgoing { get; init; } = new();

    /// <summary>Which plugins may be loaded.</summary>
    public PluginTrustOptions Plugins { get; init; } = new();

    public TlsOptions Tls { get; init; } = new();

    public OidcOptions Oidc { get; init; } = new();

    public ExecTrustOptions Exec { get; init; } = new();

    public CsharpTrustOptions Csharp { get; init; } = new();

    public LogTrustOptions Log { get; init; } = new();

    public VariableTrustOptions Variables { get; init; } = new();

    /// <summary>Which handlers run in processes of their own.</summary>
    public IsolationOptions Isolation { get; init; } = new();

    public LoggingOptions Logging { get; init; } = new();

    public OtlpOptions Otlp { get; init; } = new();

    public TracingOptions Tracing { get; init; } = new();

    /// <summary>The InfluxDBs that tasks query and write to. Default: none.</summary>
    [Overridable("name")]
    public IReadOnlyList<InfluxOptions> Influxdb { get; init; } = [];

    /// <summary>What definitions of others than administrators may use of this machine.</summary>
    public TrustRules Trust() => new(Exec, Csharp, Log, Variables);

    /// <summary>The ways in for points besides HTTP.</summary>
    public InputOptions Inputs() => new()
    {
        Udp = Udp,
        Graphite = Graphite,
        Collectd = Collectd,
        Opentsdb = Opentsdb,
        Scraper = Scraper,
        StaticDiscovery = StaticDiscovery,
        FileDiscovery = FileDiscovery,
    };

    public IEnumerable<OptionProblem> Check()
    {
        var taken = new List<(string Section, bool IsUdp, string Address)>();
        foreach (var listener in Listeners())
        {
            if (taken.FirstOrDefault(other => other.IsUdp == listener.IsUdp && BindAddress.AreOne(other.Address, listener.Address)) is { Section: { } section })
                yield return new OptionProblem(listener.Section, $"listens on '{listener.Address}', where '{section}' listens already: give one of them another port");
            taken.Add(listener);
        }

        if (Tracing.Sample > 0 && Otlp.Endpoint.Length == 0)
            yield return new OptionProblem("tracing", "traces have nowhere to go: name a collector with otlp.endpoint, or set sample to 0");
        foreach (var problem in InfluxClusters.Check(Influxdb))
            yield return problem;
    }

    /// <summary>What the server listens on, the HTTP API first.</summary>
    public IEnumerable<(string Section, bool IsUdp, string Address)> Listeners() =>
    [
        ("http", false, Http.BindAddress),
        .. Opentsdb.Enabled ? [("opentsdb", false, Opentsdb.BindAddress)] : Array.Empty<(string, bool, string)>(),
        .. Graphite.Where(entry => entry.Enabled).Select(entry => ("graphite", entry.Protocol == GraphiteProtocol.Udp, entry.BindAddress)),
        .. Collectd.Enabled ? [("collectd", true, Collectd.BindAddress)] : Array.Empty<(string, bool, string)>(),
        .. Udp.Where(entry => entry.Enabled).Select(entry => ("udp", true, entry.BindAddress)),
    ];
}
