using Tocsin.Engine.Hosting.Trials;
using Tocsin.Pipelines.Influx.Outputs;
using Tocsin.Sdk;

namespace Tocsin.Engine.Hosting.Rehearsals;

/// <summary>What happened since somebody looked last.</summary>
/// <param name="Raised">The events of alert nodes, in their order.</param>
/// <param name="Calls">What handlers did, in its order.</param>
/// <param name="Requests">What nodes such as <c>httpPost</c> sent themselves.</param>
/// <param name="Written">Points that nodes handed over to be written to InfluxDB.</param>
/// <param name="Failures">What nodes could not process: <c>task/node: why</c>.</param>
public sealed record RehearsalRecord(
    IReadOnlyList<AlertEvent> Raised, IReadOnlyList<HandlerCall> Calls, IReadOnlyList<CapturedRequest> Requests, IReadOnlyList<WrittenPoint> Written, IReadOnlyList<string> Failures);
