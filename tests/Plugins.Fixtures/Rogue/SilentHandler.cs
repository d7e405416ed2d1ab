using Tocsin.Sdk;

namespace Fixtures;

/// <summary>Answers with nothing.</summary>
[AlertHandler("silent")]
public sealed class SilentHandler : IAlertHandler
{
    public ValueTask<Delivery> HandleAsync(AlertEvent alert, CancellationToken cancellationToken) => ValueTask.FromResult<Delivery>(null!);
}
