using System.Net;

namespace Tocsin.Server.Cli.Serve;

/// <summary>What a server is run with, after command line and configuration have been put together.</summary>
internal sealed record ServeSettings
{
    public required IPEndPoint Address { get; init; }

    public required string DataFolder { get; init; }
}
