using Tocsin.Alerting.Storage.Records;
using Tocsin.Alerting.Storage.Rows;
using Tocsin.Sdk;

namespace Tocsin.Alerting.Alerts;

/// <summary>What led to an event, written with it.</summary>
internal sealed class EvidenceChange(AlertEvent alert, AlertOrigin origin, EventEvidence evidence, long seenUnixMilliseconds) : StateChange
{
    // Whoever waits, waits for the event.
    public override bool IsUrgent => false;

    public override void Apply(IStateWriter writer) => writer.AddEvidence(
        new EvidenceRow
        {
            AlertId = alert.Id,
            Node = origin.Node,
            UnixNanoseconds = alert.UnixNanoseconds,
            Level = alert.Level,
            PreviousLevel = evidence.Previous,
            SeenUnixMilliseconds = seenUnixMilliseconds,
            Json = evidence.Json.ToArray(),
        },
        evidence.MostRows);
}
