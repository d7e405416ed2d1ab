namespace Tocsin.Influx.Connections;

/// <summary>InfluxDB did not do what it was asked for. The message names the address, never a password or token; what a server says stands in it on one line, and cut.</summary>
public sealed class InfluxException(InfluxFailure failure, string message, Exception? cause = null) : Exception(Shown(message), cause)
{
    private const int MostShown = 2000;

    /// <summary>What went wrong.</summary>
    public InfluxFailure Failure { get; } = failure;

    /// <summary>True when the same request may succeed later.</summary>
    public bool MayPass => Failure is InfluxFailure.Unreachable or InfluxFailure.TimedOut or InfluxFailure.Unavailable or InfluxFailure.Garbled;

    private static string Shown(string message) => new(Array.ConvertAll(
        message.Length > MostShown ? [.. message.AsSpan(0, MostShown), '…'] : message.ToCharArray(),
        static character => !char.IsControl(character) ? character : character < ' ' ? (char)('\u2400' + character) : '\uFFFD'));
}
