using Tocsin.Alerting.Storage.Records;
using Tocsin.Sdk;

namespace Tocsin.Alerting.Alerts;

/// <summary>An event that was kept from a handler is owed to it.</summary>
internal sealed class ReleaseChange(AlertEvent alert, long sinceUnixMilliseconds) : OwingChange(alert, sinceUnixMilliseconds)
{
    public override void Apply(IStateWriter writer) => WriteOwed(writer, Encode());
}
