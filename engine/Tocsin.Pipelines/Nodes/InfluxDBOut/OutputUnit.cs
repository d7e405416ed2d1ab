using Tocsin.Dsl.Time;
using Tocsin.Influx.Writes;

namespace Tocsin.Pipelines.Nodes.InfluxDBOut;

/// <summary>The unit of times on their way to InfluxDB.</summary>
/// <param name="Precision">What InfluxDB calls it.</param>
/// <param name="Nanoseconds">Its length.</param>
internal sealed record OutputUnit(WritePrecision Precision, long Nanoseconds)
{
    /// <summary>The unit that a script names; null when there is none of the name.</summary>
    public static OutputUnit? TryFind(string name) => name switch
    {
        "" or "n" or "ns" => new OutputUnit(WritePrecision.Nanoseconds, 1),
        "u" or "us" => new OutputUnit(WritePrecision.Microseconds, Duration.Microsecond),
        "ms" => new OutputUnit(WritePrecision.Milliseconds, Duration.Millisecond),
        "s" => new OutputUnit(WritePrecision.Seconds, Duration.Second),
        "m" => new OutputUnit(WritePrecision.Minutes, Duration.Minute),
        "h" => new OutputUnit(WritePrecision.Hours, Duration.Hour),
        _ => null,
    };
}
