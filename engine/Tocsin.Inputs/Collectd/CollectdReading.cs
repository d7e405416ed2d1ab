namespace Tocsin.Inputs.Collectd;

/// <summary>What a datagram says so far: its parts hold for all values behind them. For one thread.</summary>
internal sealed class CollectdReading
{
    public string Host { get; set; } = "";

    public string Plugin { get; set; } = "";

    public string PluginInstance { get; set; } = "";

    public string Type { get; set; } = "";

    public string TypeInstance { get; set; } = "";

    /// <summary>In nanoseconds; null before any was told.</summary>
    public long? Time { get; set; }

    /// <summary>The values of the reading at hand.</summary>
    public List<double> Values { get; } = [];

    public void Clear()
    {
        (Host, Plugin, PluginInstance, Type, TypeInstance, Time) = ("", "", "", "", "", null);
        Values.Clear();
    }
}
