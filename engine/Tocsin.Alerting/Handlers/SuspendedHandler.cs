using Tocsin.Sdk;

namespace Tocsin.Alerting.Handlers;

/// <summary>Holds the place of a node's handler that is left alone. Its target gets none, so that nobody calls it.</summary>
internal sealed class SuspendedHandler(string reason) : IAlertHandler
{
    public ValueTask<Delivery> HandleAsync(AlertEvent alert, CancellationToken cancellationToken) => ValueTask.FromResult(Delivery.Retry(reason));
}
