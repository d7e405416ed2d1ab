using Microsoft.Extensions.Logging;
using Tocsin.Alerting.Alerts;
using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Crashes;
using Tocsin.Alerting.Handlers;
using Tocsin.Sdk;

namespace Tocsin.Alerting.Hosting;

/// <summary>Tests services by sending an event through a handler made for it, on the way that alerts take.</summary>
/// <param name="kinds">The kinds of handlers in force.</param>
/// <param name="services">What handlers are given.</param>
public sealed class ServiceTests(Func<HandlerKinds> kinds, HandlerServices services, HandlerContext context, CrashGuard guard, ILogger log)
{
    /// <summary>How long a test may take.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    /// <summary>A test for each kind that delivers, named as its section of the configuration where it has one of its own, else as the kind.</summary>
    public IReadOnlyList<ServiceTest> All
    {
        get
        {
            HandlerKind[] delivering = [.. kinds().All.Where(kind => !kind.IsForwarding)];
            var sections = delivering.CountBy(kind => kind.Section ?? "").ToDictionary();
            return [.. delivering.Select(kind => new ServiceTest(kind, kind.Section is { } section && sections[section] == 1 ? section : kind.Name)).OrderBy(test => test.Name, StringComparer.Ordinal)];
        }
    }

    /// <summary>What may be chosen in a test.</summary>
    public ConfigMap Describe(ServiceTest test) => test.Describe(services.Sections);

    /// <summary>Runs a test.</summary>
    /// <param name="chosen">What the request chose.</param>
    /// <returns>Null when the service took the event; otherwise why not.</returns>
    public async Task<string?> RunAsync(ServiceTest test, ConfigMap chosen, CancellationToken cancellationToken)
    {
        if (test.TryRead(chosen, services.Sections, services.Time, out var options, out var alert) is { } wrong)
            return wrong;

        var name = "service-test/" + test.Name;
        var own = context with { HandlerId = name, Log = text => AlertLog.HandlerSays(log, name, text) };
        var code = test.Kind.CodeOf(options);
        if (guard.WhySuspended(name, code) is { } suspended)
            return suspended;
        IAlertHandler? handler;
        using (guard.BeginMaking(name, code))
        {
            if (!test.Kind.TryCreate(options, services, own, out handler, out var refusal))
                return refusal.Message;
        }

        using var limit = new CancellationTokenSource(Limit, services.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        var call = CallAsync(handler, name, alert, code, either.Token);
        try
        {
            var delivery = await call.WaitAsync(either.Token).ConfigureAwait(false);
            return delivery.Outcome == DeliveryOutcome.Done ? null : Foreign.ShownText.ReasonOf(delivery);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            return $"the service did not answer within {Limit.TotalSeconds} s";
        }
        catch (Exception problem) when (problem is not OperationCanceledException)
        {
            return string.IsNullOrWhiteSpace(problem.Message) ? problem.GetType().Name : problem.Message;
        }
    }

    // A handler that does not come back keeps its mark, and is let go of when it does.
    private async Task<Delivery> CallAsync(IAlertHandler handler, string name, AlertEvent alert, Foreign.ForeignCode? code, CancellationToken cancellationToken)
    {
        try
        {
            using var mark = await guard.BeginAttemptAsync(name, alert.IdempotencyKey, code, cancellationToken).ConfigureAwait(false);
            return await handler.HandleAsync(alert, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            if (handler is IAsyncDisposable later)
                await later.DisposeAsync().ConfigureAwait(false);
            else
                (handler as IDisposable)?.Dispose();
        }
    }
}
