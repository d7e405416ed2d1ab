using Tocsin.Pipelines.Nodes.Query.Ticks;
using Tocsin.Sdk;

namespace Tocsin.Engine.Drills;

/// <summary>A drill that is made again and again, and who is notified when it has not arrived.</summary>
public sealed record DrillDefinition
{
    public required string Id { get; init; }

    /// <summary>The topic or the task whose handlers must be alive.</summary>
    public required string Name { get; init; }

    /// <summary>When, as a cron expression.</summary>
    public required string Cron { get; init; }

    /// <summary>The zone that it is in. Default UTC.</summary>
    public TimeZoneInfo Zone { get; init; } = TimeZoneInfo.Utc;

    public AlertLevel Level { get; init; } = AlertLevel.Critical;

    /// <summary>How long deliveries may take.</summary>
    public TimeSpan Wait { get; init; } = DrillSetting.DefaultWait;

    /// <summary>The topic of the alert that says that it has not arrived.</summary>
    public required string Alarm { get; init; }

    /// <summary>Handlers that must deliver it, <c>topic/id</c>; empty for all that take it, and one at least.</summary>
    public IReadOnlyList<string> Handlers { get; init; } = [];

    /// <summary>How it was written, as JSON.</summary>
    public string Json { get; init; } = "";

    /// <summary>When it is due after a time; null when never again.</summary>
    internal DateTimeOffset? NextAfter(DateTimeOffset time) =>
        CronTicks.Parse(Cron, Zone).Next((time.UtcTicks - DateTime.UnixEpoch.Ticks) * 100) is { } next ? DateTimeOffset.UnixEpoch.AddTicks(next / 100) : null;
}
