using Microsoft.Extensions.Logging;

namespace Tocsin.Inputs.Intake;

/// <summary>What inputs stand on.</summary>
public sealed record InputServices
{
    /// <summary>Where points go.</summary>
    public required TakeLines Take { get; init; }

    public required TimeProvider Time { get; init; }

    public required ILoggerFactory LoggerFactory { get; init; }

    /// <summary>Connections that one listener keeps open; more are closed at once.</summary>
    public int MostConnections { get; init; } = 1000;

    /// <summary>Bytes of one line that comes over a connection; one with more ends the connection.</summary>
    public int MostLineBytes { get; init; } = 64 * 1024;

    /// <summary>Bytes of one body, unpacked.</summary>
    public long MostBodyBytes { get; init; } = 16 * 1024 * 1024;
}
