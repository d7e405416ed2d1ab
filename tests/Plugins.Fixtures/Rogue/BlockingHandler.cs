using Tocsin.Sdk;

namespace Fixtures;

/// <summary>Keeps its thread, heeds no cancellation, and comes back when its request is answered.</summary>
[AlertHandler("blocking")]
public sealed class BlockingHandler(HttpClient http) : IAlertHandler
{
    public ValueTask<Delivery> HandleAsync(AlertEvent alert, CancellationToken cancellationToken)
    {
        http.PostAsync("http://test/", new StringContent(alert.Id + " blocks"), CancellationToken.None).GetAwaiter().GetResult().Dispose();
        return ValueTask.FromResult(Delivery.Done);
    }
}
