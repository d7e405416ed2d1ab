using Tocsin.Dsl.Binding;
using Tocsin.Dsl.Binding.Flow;
using Tocsin.Dsl.Data;
using Tocsin.Dsl.Syntax.Remedies;
using Tocsin.Dsl.Time;
using Tocsin.Pipelines.Processing;

namespace Tocsin.Pipelines.Nodes.InfluxDBOut;

/// <summary>
/// Writes points to InfluxDB. What it cannot take now, as while it is away, is kept on disk and written later in the same order, also after a
/// restart; what it refuses, such as a field of another type than the one it knows, is counted and not sent again.
/// </summary>
/// <example><code>stream|from().measurement('cpu')|eval(lambda: 100.0 - "usage_idle").as('busy')|influxDBOut().database('derived').retentionPolicy('autogen').measurement('cpu_busy').tag('by', 'tocsin')</code></example>
[Node("influxDBOut", Kind = "influxdb_out", Provides = EdgeKind.None)]
internal sealed class InfluxDBOutNode : ProcessingNode
{
    private static readonly Duration DefaultFlushInterval = new(10 * Duration.Second);

    /// <summary>The InfluxDB to write to, by its name in the configuration. Empty, the default, for the default one.</summary>
    public string Cluster { get; set; } = "";

    /// <summary>The database to write to. Empty, the default, for the one that a point of a stream came from; batches come from none.</summary>
    public string Database { get; set; } = "";

    /// <summary>The retention policy to write to. Empty, the default, for the one that a point of a stream came from, and for the database's default with batches.</summary>
    public string RetentionPolicy { get; set; } = "";

    /// <summary>The measurement to write. Empty, the default, keeps that of the data.</summary>
    public string Measurement { get; set; } = "";

    /// <summary>How many nodes of a cluster must have a point: <c>any</c>, <c>one</c>, <c>quorum</c>, <c>all</c>. Empty, the default, leaves that to InfluxDB.</summary>
    public string WriteConsistency { get; set; } = "";

    /// <summary>The unit that times are cut to: <c>n</c>, <c>u</c>, <c>ms</c>, <c>s</c>, <c>m</c>, <c>h</c>. Default: nanoseconds.</summary>
    public string Precision { get; set; } = "";

    /// <summary>Points that are gathered before they are written. Default 1000.</summary>
    public long Buffer { get; set; } = 1000;

    /// <summary>The longest time that points wait for others. Default 10 s.</summary>
    public Duration FlushInterval { get; set; } = DefaultFlushInterval;

    /// <summary>Whether the database is made when it is not there.</summary>
    [NotInScript]
    public bool Creates { get; private set; }

    /// <summary>Tags that every point gets, over its own.</summary>
    [NotInScript]
    public TagSet Tags { get; private set; } = TagSet.Empty;

    /// <summary>Adds a tag to every point.</summary>
    [ScriptMethod]
    public void Tag(string name, string value) => Tags = Tags.With(name, value);

    /// <summary>Makes the database when it is not there, with the retention policy if one is named.</summary>
    [ScriptMethod]
    public void Create() => Creates = true;

    public override void Validate(NodeProblems problems)
    {
        if (OutputUnit.TryFind(Precision) is null)
            problems.ErrorOfValue($"there is no precision '{Precision}'", "write n, u, ms, s, m or h", "precision");
        if (WriteConsistency is not ("" or "any" or "one" or "quorum" or "all"))
            problems.ErrorOfValue($"there is no write consistency '{WriteConsistency}'", "write any, one, quorum or all", "writeConsistency");
        if (Buffer <= 0)
            problems.ErrorOfValue("buffer must be greater than zero", new WayOut("write .buffer(1000)", Remedy.Call("buffer(1000)")), "buffer");
        if (FlushInterval.Nanoseconds <= 0)
            problems.ErrorOfValue("flushInterval must be greater than zero", new WayOut("write .flushInterval(10s)", Remedy.Call("flushInterval(10s)")), "flushInterval");
        if (Creates && Database.Length == 0)
            problems.Warning("TS3650", "create() makes no database, as none is named", new WayOut("write .database('name') too", Remedy.Add(".database('name')")), "create");
    }

    internal override void CheckServer(ServerCheck check)
    {
        if (check.Surroundings.WhyNoInflux?.Invoke(Cluster) is { } why)
            check.Found.Error("TS3651", check.Node.SpanOf("cluster"), $"{check.Node.Name}: {why}", "until then the task cannot start");
    }

    public override KnownData Follow(NodeFlow flow)
    {
        if (Database.Length == 0 && flow is { TakesBatches: true, HasStandIns: false })
            flow.Warning("TS3660", "batches come from no database, so that none of their points is written", new WayOut("write .database('name')", Remedy.Add(".database('name')")));
        return flow.Input;
    }

    public override Processor CreateProcessor(NodeContext context) => new InfluxDBOutProcessor(this, context);
}
