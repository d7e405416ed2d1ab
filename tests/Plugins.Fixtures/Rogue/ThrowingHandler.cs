using Tocsin.Sdk;

namespace Fixtures;

[AlertHandler("throwing")]
public sealed class ThrowingHandler : IAlertHandler, IDisposable
{
    public ValueTask<Delivery> HandleAsync(AlertEvent alert, CancellationToken cancellationToken) => throw new OwnException("no luck with " + alert.Id);

    public void Dispose() => throw new OwnException("nor at the end");
}
