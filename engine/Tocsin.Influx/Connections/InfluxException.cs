namespace Tocsin.Influx.Connections;

/// <summary>InfluxDB did not do what it was asked for. The message names the address, never a password or token.</summary>
public sealed class InfluxException(InfluxFailure failure, string message, Exception? cause = null) : Exception(message, cause)
{
    /// <summary>What went wrong.</summary>
    public InfluxFailure Failure { get; } = failure;

    /// <summary>True when the same request may succeed later.</summary>
    public bool MayPass => Failure is InfluxFailure.Unreachable or InfluxFailure.TimedOut or InfluxFailure.Unavailable or InfluxFailure.Garbled;
}
