using Tocsin.Sdk;

namespace Tocsin.Alerting.Handlers;

/// <summary>Stands in for a handler that cannot do its work: each event is refused with the reason.</summary>
public sealed class RefusingHandler(string reason) : IAlertHandler
{
    private readonly Delivery _refusal = Delivery.Refused(reason);

    public ValueTask<Delivery> HandleAsync(AlertEvent alert, CancellationToken cancellationToken) => ValueTask.FromResult(_refusal);
}
