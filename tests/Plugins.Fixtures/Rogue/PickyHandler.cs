using Tocsin.Sdk;

namespace Fixtures;

[AlertHandler("picky")]
public sealed class PickyHandler(PickyOptions options) : IAlertHandler
{
    public ValueTask<Delivery> HandleAsync(AlertEvent alert, CancellationToken cancellationToken) => ValueTask.FromResult(Delivery.Refused(options.Taste));
}
