using Tocsin.Alerting.Handlers;
using Tocsin.Sdk;

namespace Tocsin.Engine.Tests.Testing;

/// <summary>A handler of an <see cref="AlertRig"/>: calls the one that the rig's table holds for its id when it is made.</summary>
[AlertHandler("x")]
internal class RigHandler(AlertRig rig, HandlerContext context) : IGroupHandler, IAsyncDisposable
{
    private readonly IAlertHandler _handler =
        rig.Handlers.GetValueOrDefault(context.HandlerId) ?? throw new InvalidOperationException("no such handler in the rig");

    public ValueTask<Delivery> HandleAsync(AlertEvent alert, CancellationToken cancellationToken) => _handler.HandleAsync(alert, cancellationToken);

    public ValueTask<Delivery> HandleGroupAsync(AlertGroup group, CancellationToken cancellationToken) => _handler.DeliverAsync(group.Event, cancellationToken);

    public ValueTask DisposeAsync()
    {
        (_handler as IDisposable)?.Dispose();
        return (_handler as IAsyncDisposable)?.DisposeAsync() ?? default;
    }

    /// <summary>One that is also told what was done about alerts.</summary>
    [AlertHandler("pagerduty", TakesActivity = true)]
    internal sealed class PagerDuty(AlertRig rig, HandlerContext context) : RigHandler(rig, context);

    /// <summary>Another of that kind, which tells another system.</summary>
    [AlertHandler("victorops", TakesActivity = true)]
    internal sealed class VictorOps(AlertRig rig, HandlerContext context) : RigHandler(rig, context);
}
