namespace Tocsin.Engine.Configuration;

/// <summary>The HTTP API.</summary>
public sealed record HttpOptions
{
    /// <summary>Host and port to listen on; without a host on all addresses. Default <c>:9092</c>.</summary>
    public string BindAddress { get; init; } = ":9092";

    /// <summary>Whether each request gets a line in the log. Default true.</summary>
    public bool LogEnabled { get; init; } = true;

    /// <summary>How long running requests may take when the server stops. Default 10 s.</summary>
    public TimeSpan ShutdownTimeout { get; init; } = TimeSpan.FromSeconds(10);
}
