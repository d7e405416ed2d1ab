using Tocsin.Alerting.Storage.Records;
using Tocsin.Alerting.Storage.Rows;

namespace Tocsin.Alerting.Alerts;

/// <summary>How far the events of a group are committed, written with the last of them.</summary>
internal sealed class RaisedChange(RaisedRow raised) : StateChange
{
    // Whoever waits, waits for the event.
    public override bool IsUrgent => false;

    public override void Apply(IStateWriter writer) => writer.SaveRaised(raised);
}
