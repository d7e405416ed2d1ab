using Tocsin.Sdk;

namespace Fixtures;

/// <summary>Leaves behind what holds it for ever.</summary>
[AlertHandler("leaking")]
public sealed class LeakingHandler : IAlertHandler
{
    public LeakingHandler() => AppDomain.CurrentDomain.ProcessExit += OnExit;

    public ValueTask<Delivery> HandleAsync(AlertEvent alert, CancellationToken cancellationToken) => ValueTask.FromResult(Delivery.Done);

    private void OnExit(object? sender, EventArgs end)
    {
    }
}
