using Tocsin.Alerting.Alerts;
using Tocsin.Alerting.Storage;
using Tocsin.Engine.Plugins;
using Tocsin.Engine.Sources;
using Tocsin.Engine.Subscriptions;
using Tocsin.Inputs.Intake;
using Tocsin.Pipelines.Arrivals;
using Tocsin.Pipelines.Data;
using Tocsin.Pipelines.Influx.Outputs;
using Tocsin.Pipelines.Tasks;
using Tocsin.Server.Loading;
using Tocsin.Server.Reloading;

namespace Tocsin.Server.Http.Status;

/// <summary>The whole server at one moment; every list has the worst first.</summary>
internal sealed record StatusReport
{
    private static readonly TimeSpan Lately = TimeSpan.FromHours(1);

    public required string Hostname { get; init; }

    public required DateTimeOffset Now { get; init; }

    public required DateTimeOffset Started { get; init; }

    public required StoreStatus Storage { get; init; }

    public required DataFolder Data { get; init; }

    /// <summary>How large the journal is, and why nothing can be kept in it; null when there is none.</summary>
    public (long Bytes, string Problem)? Journal { get; init; }

    /// <summary>What came of the configuration when it was last read again; null when it never was.</summary>
    public ConfigReport? Configured { get; init; }

    /// <summary>What came of the folder of definitions; null when there is none.</summary>
    public LoadReport? Loaded { get; init; }

    /// <summary>The series known at once.</summary>
    public SeriesUsage Series { get; init; }

    /// <summary>Points taken in since the start.</summary>
    public required long Points { get; init; }

    public required double PointsPerSecond { get; init; }

    /// <summary>Points that no task reads, most of them first. They need no attention: InfluxDBs send all that they have.</summary>
    public IReadOnlyList<UnreadPoints> Unread { get; init; } = [];

    public required IReadOnlyList<TaskStatus> Tasks { get; init; }

    /// <summary>Tasks that were stopped and do not end.</summary>
    public IReadOnlyList<UnendedTask> Unended { get; init; } = [];

    public required IReadOnlyList<TopicStatus> Topics { get; init; }

    public required IReadOnlyList<HandlerStatus> Handlers { get; init; }

    public required long DeadLetters { get; init; }

    /// <summary>Where plugins are looked for; null when none can come.</summary>
    public string? PluginFolder { get; init; }

    /// <summary>How many plugins there are.</summary>
    public int PluginCount { get; init; }

    /// <summary>Plugins with which something is wrong.</summary>
    public required IReadOnlyList<PluginStatus> Plugins { get; init; }

    /// <summary>Functions of other processes that are configured and do not answer, by name, and why.</summary>
    public IReadOnlyDictionary<string, string> SilentFunctions { get; init; } = new Dictionary<string, string>();

    /// <summary>All sources, those that take nothing first.</summary>
    public required IReadOnlyList<Source> Sources { get; init; }

    /// <summary>The ways in for points besides HTTP, those with problems first.</summary>
    public IReadOnlyList<InputStatus> Inputs { get; init; } = [];

    /// <summary>The subscriptions on InfluxDBs, those that fail first.</summary>
    public IReadOnlyList<SubscriptionStatus> Subscriptions { get; init; } = [];

    /// <summary>The InfluxDBs that points are written to, those that take none first.</summary>
    public IReadOnlyList<InfluxOutputStatus> Outputs { get; init; } = [];

    /// <summary>The sources whose topics nobody listens to.</summary>
    public IReadOnlyList<string> Unheard { get; init; } = [];

    /// <summary>Certificates and keys of the configuration that cannot be used, and why.</summary>
    public IReadOnlyList<string> Certificates { get; init; } = [];

    /// <summary>What a person should know of who may use the server, or change its plugins; empty when that is in order.</summary>
    public string Openness { get; init; } = "";

    /// <summary>How many silences are active, and how many open alerts they keep from somebody.</summary>
    public (int Active, int Withheld) Silences { get; init; }

    /// <summary>Drills on a schedule that have not arrived.</summary>
    public IReadOnlyList<string> FailedDrills { get; init; } = [];

    /// <summary>Measurements and databases that deadmen watch and of which nothing comes.</summary>
    public IReadOnlyList<BlindSource> Blind { get; init; } = [];

    /// <summary>What the deliveries of handlers put off, each alert once for each handler: for a group, a limit, an escalation, an acknowledgement.</summary>
    public (int Grouped, int Limited, int Escalating, int Acknowledged) PutOff { get; init; }

    /// <summary>Requests to sources that were not understood.</summary>
    public required int Quarantined { get; init; }

    /// <summary>What blocks the threads that all share; null when nothing does.</summary>
    public PoolTrouble? Pool { get; init; }

    /// <summary>What a person should look at, in a few words each; empty when all is well. Levels of topics do not count: they are what the server is for.</summary>
    public IReadOnlyList<string> Attention =>
    [
        .. Storage.Failure is null ? [] : new[] { "state cannot be written" },
        .. Journal is { Problem.Length: > 0 } ? new[] { "the journal cannot be written" } : [],
        .. Pool is null ? [] : new[] { Pool.Text },
        .. Some(Storage.Refused?.Count ?? 0, "state change", "left out"),
        .. Storage.IsReserveUsed ? new[] { "the disk is full" } : [],
        .. Storage.Salvage.Length > 0 || Storage.RowProblems.Count > 0 ? new[] { "state was damaged" } : [],
        .. Configured is { Errors.Count: > 0 } ? new[] { "configuration not applied" } : [],
        .. Loaded is { NeedsAttention: true } ? new[] { $"{Loaded.Applied} of {Count(Loaded.Total, "definition")} loaded" } : [],
        .. Some(Loaded?.Orphans ?? 0, "definition", "kept although the folder is gone"),
        .. Some(Certificates.Count, "certificate or key", "that cannot be used", "certificates or keys"),
        .. Openness.Length > 0 ? new[] { "open to others" } : [],
        .. Tasks.Where(task => task.NeedsAttention).GroupBy(task => task.State).Select(tasks => $"{Count(tasks.Count(), "task")} {StatusWords.Of(tasks.Key)}"),
        .. Some(Unended.Count, "stopped task", "that does not end"),
        .. Series.IsCrowded ? new[] { "series near their limit" } : [],
        .. Now - Series.LastRestart < Lately ? new[] { "too many series, which are learned again" } : [],
        .. Some(Tasks.Count(task => task.IsUnheard), "task", "whose alerts reach no one or cannot be delivered"),
        .. Some(Tasks.Count(task => task.HasDoubts), "task", "with warnings about the script"),
        .. Handlers.Where(handler => handler.NeedsAttention).GroupBy(handler => handler.State)
            .Select(handlers => $"{Count(handlers.Count(), "handler")} {StatusWords.Of(handlers.Key)}"),
        .. Plugins.Count == 0 ? [] : new[] { $"{Count(Plugins.Count, "plugin")} with problems" },
        .. Some(SilentFunctions.Count, "function", "of another process not answering"),
        .. Some(Subscriptions.Count(status => status.NeedsAttention), "InfluxDB", "without its subscriptions"),
        .. Some(Outputs.Count(output => output.NeedsAttention), "InfluxDB", "taking no points of a database"),
        .. Some(Outputs.Count(output => output.Refusing.Length > 0), "InfluxDB", "for which writes are refused, as no more can be kept"),
        .. Some(Inputs.Count(input => input.Problem.Length > 0), "input", "not open"),
        .. Some((int)Inputs.Sum(input => input.Failing), "scraped target", "not answering"),
        .. Some((int)Inputs.Sum(input => input.Incomplete), "scraped target", "with samples that are refused"),
        .. Some(Inputs.Count(input => input.IsRefusing), "input", "refusing all that comes"),
        .. Some(Sources.Count(source => source.Problem.Length > 0), "source", "broken"),
        .. Some(Sources.Count(source => source.Counts.IsRefusing), "source", "refusing all requests"),
        .. Some(Unheard.Count, "source", "whose topic has no handler"),
        .. FailedDrills.Select(drill => $"drill {drill} has not arrived"),
        .. Blind.Select(source => $"no data of {source.Name}"),
        .. Quarantined == 0 ? [] : new[] { $"{Count(Quarantined, "request")} in quarantine" },
        .. DeadLetters == 0 ? [] : new[] { Count(DeadLetters, "dead letter") },
    ];

    private static IEnumerable<string> Some(int count, string thing, string what, string? things = null) =>
        count == 0 ? [] : [$"{(count > 1 && things is not null ? $"{count} {things}" : Count(count, thing))} {what}"];

    private static string Count(long count, string thing) => count == 1 ? $"1 {thing}" : $"{count} {thing}s";
}
