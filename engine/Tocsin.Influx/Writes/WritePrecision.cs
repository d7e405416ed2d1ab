namespace Tocsin.Influx.Writes;

/// <summary>What the timestamps of a write count.</summary>
public enum WritePrecision
{
    Nanoseconds,
    Microseconds,
    Milliseconds,
    Seconds,
    Minutes,
    Hours,
}
