using System.Text;
using Tocsin.Engine.Alerts;
using Tocsin.Engine.Plugins;
using Tocsin.Sdk;

namespace Tocsin.Server.Cli.Replays;

/// <summary>Stands around a handler and writes down what it does. Handlers that reach out by other means than HTTP are only described.</summary>
internal sealed class JournalHandler(Journal journal, HandlerKind kind, string id, IAlertHandler inner) : IAlertHandler, IDisposable
{
    public async ValueTask<Delivery> HandleAsync(AlertEvent alert, CancellationToken cancellationToken)
    {
        var call = new HandlerCall(kind.Name, id, alert);
        if (kind.Origin == HandlerKinds.EngineOrigin && kind.Name is "exec" or "tcp" or "log")
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

    public void Dispose() => (inner as IDisposable)?.Dispose();
}
