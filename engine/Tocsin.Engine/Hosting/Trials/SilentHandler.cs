using Tocsin.Sdk;

namespace Tocsin.Engine.Hosting.Trials;

/// <summary>Stands in the place of a handler and notifies nobody.</summary>
/// <param name="inner">Was made, so that what is wrong with it is known; is never called.</param>
/// <param name="taken">Takes each notification that somebody would have got; null where nobody counts them.</param>
public sealed class SilentHandler(IAlertHandler inner, Action<AlertEvent>? taken = null) : IAlertHandler, IAsyncDisposable
{
    public ValueTask<Delivery> HandleAsync(AlertEvent alert, CancellationToken cancellationToken)
    {
        taken?.Invoke(alert);
        return ValueTask.FromResult(Delivery.Done);
    }

    public async ValueTask DisposeAsync()
    {
        if (inner is IAsyncDisposable later)
            await later.DisposeAsync().ConfigureAwait(false);
        else
            (inner as IDisposable)?.Dispose();
    }
}
