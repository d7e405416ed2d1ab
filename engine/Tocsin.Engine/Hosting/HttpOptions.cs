using Tocsin.Sdk;

namespace Tocsin.Engine.Hosting;

/// <summary>The HTTP API.</summary>
public sealed record HttpOptions : ICheckedOptions
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

    /// <summary>Whether the API is reached by https. Default false.</summary>
    public bool HttpsEnabled { get; init; }

    /// <summary>The certificate, PEM. Default <c>/etc/ssl/kapacitor.pem</c>.</summary>
    public string HttpsCertificate { get; init; } = "/etc/ssl/kapacitor.pem";

    /// <summary>The key of the certificate, PEM. Empty, the default: it stands in the same file.</summary>
    public string HttpsPrivateKey { get; init; } = "";

    /// <summary>How long running requests may take when the server stops. Default 10 s.</summary>
    public TimeSpan ShutdownTimeout { get; init; } = TimeSpan.FromSeconds(10);

    public IEnumerable<OptionProblem> Check()
    {
        if (BindAddress.Length > 0 && Tocsin.Inputs.Intake.BindAddress.ProblemOf(BindAddress) is { } problem)
            yield return new OptionProblem("bind-address", problem);
        if (HttpsEnabled && !File.Exists(HttpsCertificate))
            yield return new OptionProblem("https-certificate", $"there is no file {HttpsCertificate}: name the certificate, or set https-enabled to false");
        if (HttpsEnabled && HttpsPrivateKey.Length > 0 && !File.Exists(HttpsPrivateKey))
            yield return new OptionProblem("https-private-key", $"there is no file {HttpsPrivateKey}: name the key of the certificate, or leave it empty when it stands in the same file");
    }
}
