using Tocsin.Sdk;

namespace Fixtures;

[AlertHandler("beta")]
public sealed class BetaHandler(HttpClient http) : IAlertHandler
{
    public async ValueTask<Delivery> HandleAsync(AlertEvent alert, CancellationToken cancellationToken)
    {
        (await http.PostAsync("http://test/", new StringContent($"{alert.Id} by beta {Shade.Deepen(2)}"), cancellationToken)).Dispose();
        return Delivery.Done;
    }
}
