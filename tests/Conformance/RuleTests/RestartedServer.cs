using Tocsin.Alerting.Deliveries;
using Tocsin.Engine.Hosting;

namespace Tocsin.Conformance.RuleTests;

/// <summary>A server that keeps on disk what must survive its restarts, and attempts deliveries as its options say by default.</summary>
public sealed class RestartedServer : RunningServer
{
    private readonly TempFolder _data = new();

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        _data.Dispose();
    }

    protected override EngineSettings Adapt(EngineSettings settings) => settings with { DataFolder = _data.Of("data"), Delivery = new DeliveryOptions { Jitter = 0 } };

    // The network takes its time, the clock does not.
    private protected override async Task TickedAsync()
    {
        await base.TickedAsync();
        await Until.True(() => !IsDelivering);
    }
}
