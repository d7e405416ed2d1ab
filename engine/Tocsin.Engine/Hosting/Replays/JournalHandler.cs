using System.Text;
using Tocsin.Alerting.Handlers;
using Tocsin.Sdk;

namespace Tocsin.Engine.Hosting.Replays;

/// <summary>Stands around a handler and writes down what it does. Handlers that reach out by other means than HTTP are only described.</summary>
internal sealed class JournalHandler(Journal journal, HandlerKind kind, string id, IAlertHandler inner) : IAlertHandler, IAsyncDisposable
{
    public async ValueTask<Delivery> HandleAsync(AlertEvent alert, CancellationToken cancellationToken)
    {
        var call = new HandlerCall(kind.Name, id, alert);
        if (kind.ReachesOutUnseen && inner is not RefusingHandler)
        {
            journal.Called(call with { Action = Encoding.UTF8.GetString(AlertJson.WriteLine(alert).Span).TrimEnd('\n') });
            return Delivery.Done;
        }

        var requests = CapturingHttp.Begin();
        try
        {
            var delivery = await inner.HandleAsync(alert, cancellationToken).ConfigureAwait(false);
            journal.Called(call with { Requests = [.. requests], Refusal = delivery.Reason });
        }
        catch (Exception problem) when (problem is not OperationCanceledException)
        {
            // A handler may throw whatever it likes; the person who replays wants to know.
            journal.Called(call with { Requests = [.. requests], Refusal = problem.Message });
        }

        // Nothing is tried again in a replay.
        return Delivery.Done;
    }

    public async ValueTask DisposeAsync()
    {
        if (inner is IAsyncDisposable later)
            await later.DisposeAsync().ConfigureAwait(false);
        else
            (inner as IDisposable)?.Dispose();
    }
}
