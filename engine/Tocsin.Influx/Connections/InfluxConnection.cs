namespace Tocsin.Influx.Connections;

/// <summary>Where an InfluxDB is and how it is spoken to. Immutable.</summary>
public sealed record InfluxConnection
{
    /// <summary>One address or several of the same data: the next one is asked when one does not answer.</summary>
    public required IReadOnlyList<Uri> Urls { get; init; }

    /// <summary>The user; empty for none.</summary>
    public string Username { get; init; } = "";

    public string Password { get; init; } = "";

    /// <summary>The token of InfluxDB 2 and 3, in the place of user and password; empty for none.</summary>
    public string Token { get; init; } = "";

    public InfluxTls Tls { get; init; } = new();

    /// <summary>How long the server may show no sign of life, before its answer and within it. Zero, the default, stands for ten minutes.</summary>
    public TimeSpan Timeout { get; init; }

    /// <summary>The name of the program in requests.</summary>
    public string UserAgent { get; init; } = "tocsin";
}
