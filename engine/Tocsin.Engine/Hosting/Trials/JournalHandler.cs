using System.Text;
using Tocsin.Alerting.Handlers;
using Tocsin.Alerting.Names;
using Tocsin.Sdk;

namespace Tocsin.Engine.Hosting.Trials;

/// <summary>Stands around a handler and writes down what it does. Handlers that reach out by other means than HTTP are only described.</summary>
internal sealed class JournalHandler(
    TrialJournal journal, AnswerScript answers, bool repeats, HandlerKind kind, HandlerTarget target, string id, IAlertHandler inner) : IAlertHandler, IAsyncDisposable
{
    public async ValueTask<Delivery> HandleAsync(AlertEvent alert, CancellationToken cancellationToken)
    {
        var isUnseen = kind.ReachesOutUnseen && inner is not RefusingHandler;
        var call = new HandlerCall(kind.Name, target, id, alert) { Action = isUnseen ? Encoding.UTF8.GetString(AlertJson.WriteLine(alert).Span).TrimEnd('\n') : null };
        var delivery = Delivery.Done;
        var requests = CapturingHttp.Begin(target);
        try
        {
            delivery = isUnseen
                ? await answers.AnswerUnseenAsync(target, cancellationToken).ConfigureAwait(false)
                : await inner.DeliverAsync(alert, cancellationToken).ConfigureAwait(false);
            journal.Called(call with { Requests = [.. requests], Refusal = delivery.Reason });
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            journal.Called(call with { Requests = [.. requests], Refusal = "there was no answer in time" });
            throw;
        }
        catch (Exception problem) when (problem is not OperationCanceledException)
        {
            // A handler may throw whatever it likes; the person who tries it wants to know.
            journal.Called(call with { Requests = [.. requests], Refusal = problem.Message });
            delivery = Delivery.Retry(problem.Message);
        }

        return repeats ? delivery : Delivery.Done;
    }

    public async ValueTask DisposeAsync()
    {
        if (inner is IAsyncDisposable later)
            await later.DisposeAsync().ConfigureAwait(false);
        else
            (inner as IDisposable)?.Dispose();
    }
}
