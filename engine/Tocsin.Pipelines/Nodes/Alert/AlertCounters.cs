using Tocsin.Pipelines.Processing;
using Tocsin.Sdk;

namespace Tocsin.Pipelines.Nodes.Alert;

/// <summary>How many events of which level a node raised.</summary>
internal sealed class AlertCounters(NodeStats stats)
{
    private readonly NodeCounter _triggered = stats.AddCounter("alerts_triggered");
    private readonly NodeCounter _inhibited = stats.AddCounter("alerts_inhibited");
    private readonly NodeCounter[] _byLevel =
    [
        stats.AddCounter("oks_triggered"),
        stats.AddCounter("infos_triggered"),
        stats.AddCounter("warns_triggered"),
        stats.AddCounter("crits_triggered"),
    ];

    public void Count(AlertLevel level)
    {
        _triggered.Value++;
        _byLevel[(int)level].Value++;
    }

    public void CountInhibited() => _inhibited.Value++;
}
