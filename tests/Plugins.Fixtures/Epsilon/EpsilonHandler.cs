using Tocsin.Sdk;

namespace Fixtures;

/// <summary>Uses a library that uses another, which the server has and the plugin's folder lacks.</summary>
[AlertHandler("epsilon")]
public sealed class EpsilonHandler : IAlertHandler
{
    public ValueTask<Delivery> HandleAsync(AlertEvent alert, CancellationToken cancellationToken) => ValueTask.FromResult(Delivery.Refused(Part.Write(alert.Id)));
}
