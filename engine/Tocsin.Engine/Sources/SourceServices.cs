using Microsoft.Extensions.Logging;
using Tocsin.Alerting.Alerts;
using Tocsin.Alerting.Alerts.Activities;
using Tocsin.Alerting.Crashes;
using Tocsin.Alerting.Storage.Records;
using Tocsin.Pipelines.Tasks;
using Tocsin.Sdk;
using Tocsin.Sdk.Sources;

namespace Tocsin.Engine.Sources;

/// <summary>What sources stand on.</summary>
internal sealed record SourceServices
{
    public required ISourceRecords Store { get; init; }

    public required Topics Topics { get; init; }

    public required AlertActivities Activities { get; init; }

    public required PointWriter Writer { get; init; }

    public required TimeProvider Time { get; init; }

    public required ILogger Log { get; init; }

    /// <summary>Knows which code of plugins is called.</summary>
    public CrashGuard Guard { get; init; } = CrashGuard.None;

    /// <summary>Is shown each event that is published; null when nobody looks on.</summary>
    public Action<AlertEvent>? Raised { get; init; }

    /// <summary>What sources learn of the server; their own id and log are filled in.</summary>
    public SourceContext Context { get; init; } = new();

    /// <summary>The largest body for a source that sets no limit, in bytes.</summary>
    public int BodyBytes { get; init; } = 1024 * 1024;

    /// <summary>Answers <c>${env:NAME}</c>; null when it is not set.</summary>
    public required Func<string, string?> Environment { get; init; }
}
