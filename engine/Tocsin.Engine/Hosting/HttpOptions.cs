namespace Tocsin.Engine.Hosting;

/// <summary>The HTTP API.</summary>
public sealed record HttpOptions
{
    /// <summary>Host and port to listen on; without a host on all addresses. Default <c>:9092</c>.</summary>
    public string BindAddress { get; init; } = ":9092";

    /// <summary>Whether each request gets a line in the log. Default true.</summary>
    public bool LogEnabled { get; init; } = true;

    /// <summary>
    /// Origins, such as <c>https://alerts.example.com</c>, whose pages may use the API in a browser. Empty, the default: only pages that come
    /// from the server itself.
    /// </summary>
    public IReadOnlyList<string> AllowedOrigins { get; init; } = [];

    /// <summary>
    /// Whether other machines may define handlers that run programs of their choice on this one, such as <c>exec</c> and <c>csharp</c>, also
    /// within scripts, and handlers and sources that read its variables and files. Default false.
    /// </summary>
    public bool RemotePrograms { get; init; }

    /// <summary>Whether other machines get backups of the state, which hold the secrets of all handlers. Default false.</summary>
    public bool RemoteBackups { get; init; }

    /// <summary>How long running requests may take when the server stops. Default 10 s.</summary>
    public TimeSpan ShutdownTimeout { get; init; } = TimeSpan.FromSeconds(10);
}
