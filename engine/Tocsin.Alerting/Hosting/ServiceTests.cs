using Microsoft.Extensions.Logging;
using Tocsin.Alerting.Alerts;
using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Crashes;
using Tocsin.Alerting.Handlers;
using Tocsin.Alerting.Names;
using Tocsin.Sdk;

namespace Tocsin.Alerting.Hosting;

/// <summary>Tests services by sending an event through a handler made for it, on the way that alerts take.</summary>
public sealed class ServiceTests
{
    /// <summary>How long a test may take.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly HandlerMaker _maker;
    private readonly CrashGuard _guard;
    private readonly ILogger _log;

    internal ServiceTests(HandlerMaker maker, CrashGuard guard, ILogger log)
    {
        _maker = maker;
        _guard = guard;
        _log = log;
    }

    /// <summary>A test for each kind that delivers, named as its section of the configuration where it has one of its own, else as the kind.</summary>
    public IReadOnlyList<ServiceTest> All
    {
        get
        {
            HandlerKind[] delivering = [.. _maker.Kinds.All.Where(kind => !kind.IsForwarding)];
            var sections = delivering.CountBy(kind => kind.Section ?? "").ToDictionary();
            return [.. delivering.Select(kind => new ServiceTest(kind, kind.Section is { } section && sections[section] == 1 ? section : kind.Name)).OrderBy(test => test.Name, StringComparer.Ordinal)];
        }
    }

    /// <summary>What may be chosen in a test.</summary>
    public ConfigMap Describe(ServiceTest test) => test.Describe(_maker.Services.Sections);

    /// <param name="chosen">What the request chose.</param>
    /// <returns>Null when the service took the event; otherwise why not.</returns>
    public async Task<string?> RunAsync(ServiceTest test, ConfigMap chosen, CancellationToken cancellationToken)
    {
        var time = _maker.Services.Time;
        if (test.TryRead(chosen, _maker.Services.Sections, time, out var options, out var alert) is { } wrong)
            return wrong;

        var target = new HandlerTarget("service-test", test.Name);
        var name = target.ToString();
        var order = new HandlerOrder(target, test.Kind.Name, test.Kind.Options.Fill(options, _maker.Services.Environment)) { Id = name, Log = text => AlertLog.HandlerSays(_log, name, text) };
        if (_maker.WhySuspended(order) is { } suspended)
            return suspended;
        if (!_maker.TryMake(order, out var handler, out var refusal))
            return refusal.Message;

        using var limit = new CancellationTokenSource(Limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        var call = CallAsync(handler, target, alert, _maker.CodeOf(order), either.Token);
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
    private async Task<Delivery> CallAsync(IAlertHandler handler, HandlerTarget target, AlertEvent alert, Foreign.ForeignCode? code, CancellationToken cancellationToken)
    {
        try
        {
            using var mark = await _guard.BeginAttemptAsync(target, alert.IdempotencyKey, code, cancellationToken).ConfigureAwait(false);
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
