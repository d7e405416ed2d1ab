namespace Tocsin.Influx.Connections;

/// <summary>What went wrong with InfluxDB.</summary>
public enum InfluxFailure
{
    /// <summary>Nobody answers at the address, or the connection broke. Another try may help.</summary>
    Unreachable,

    /// <summary>There was no sign of life for too long. Another try may help.</summary>
    TimedOut,

    /// <summary>The server answers that it can do nothing now: 429 or 5xx. Another try may help.</summary>
    Unavailable,

    /// <summary>User, password or token are not accepted.</summary>
    Denied,

    /// <summary>User or token are accepted, but may not do that in that database; others are not concerned.</summary>
    Forbidden,

    /// <summary>The statement or the data is wrong: the same again is refused again.</summary>
    Refused,

    /// <summary>The answer breaks off or is not what InfluxDB writes.</summary>
    Garbled,

    /// <summary>The answer is larger than what is taken.</summary>
    TooLarge,
}
