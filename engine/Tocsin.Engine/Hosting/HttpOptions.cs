using Tocsin.Alerting.Handlers.Outgoing;
using Tocsin.Sdk;

namespace Tocsin.Engine.Hosting;

/// <summary>The HTTP API.</summary>
public sealed record HttpOptions : ICheckedOptions
{
    private const int ShortestSecret = 8;
    private const int MostAuditRows = 10_000_000;

    /// <summary>What stands in <see cref="TrustedProxies"/> for a proxy that comes by the socket in the file system.</summary>
    public const string SocketProxy = "socket";

    /// <summary>Host and port to listen on; without a host on all addresses. Default <c>127.0.0.1:9092</c>, this machine only.</summary>
    public string BindAddress { get; init; } = "127.0.0.1:9092";

    /// <summary>
    /// Whether callers must say who they are: <c>auto</c>, the default, as soon as there is a user; <c>on</c>; <c>off</c>, which lets everybody
    /// who reaches the server do everything. A server without users that listens for other machines starts only when it says one of the latter.
    /// </summary>
    public HttpAuth Auth { get; init; }

    /// <summary>Kapacitor's name for <c>auth: on</c>. Default false.</summary>
    public bool AuthEnabled { get; init; }

    /// <summary>What JSON Web Tokens are signed with (HS256) that callers may show. Empty, the default: none are taken.</summary>
    [Secret]
    public string SharedSecret { get; init; } = "";

    /// <summary>
    /// Whether the claim <c>roles</c> of a JSON Web Token says what it allows, for anybody whom it names, whether there is such a user or not.
    /// Default false: it must be for a user, and allows what the user may and no more than its claim.
    /// </summary>
    public bool JwtRoles { get; init; }

    /// <summary>How many changes are kept of what <c>tocsin audit</c> shows. Default 100,000.</summary>
    public int AuditRows { get; init; } = 100_000;

    /// <summary>Whether each request gets a line in the log. Default true.</summary>
    public bool LogEnabled { get; init; } = true;

    /// <summary>
    /// Origins, such as <c>https://alerts.example.com</c>, whose pages may use the API in a browser. Empty, the default: only pages that come
    /// from the server itself.
    /// </summary>
    public IReadOnlyList<string> AllowedOrigins { get; init; } = [];

    /// <summary>
    /// Names of hosts, such as <c>alerts.example.com</c>, under which the API is asked. A server that listens on a loopback address answers to these,
    /// to <c>localhost</c>, to addresses and to its <c>hostname</c>; another one too as soon as there are some, and to all names without. Default: none.
    /// </summary>
    public IReadOnlyList<string> AllowedHosts { get; init; } = [];

    /// <summary>
    /// Addresses and networks, such as <c>10.0.0.0/8</c>, of proxies that say who the caller is by <c>X-Forwarded-For</c>, <c>X-Forwarded-Proto</c> and
    /// <c>X-Forwarded-Host</c>; <c>socket</c> for one that comes by <c>bind-socket</c>. These headers count for nothing from anybody else. Default: none.
    /// </summary>
    public IReadOnlyList<string> TrustedProxies { get; init; } = [];

    /// <summary>
    /// Whether everybody who may define something may have programs run, files written, and variables and files read on this machine as
    /// administrators may, and lead secrets of the configuration elsewhere. Default false: what <c>exec.allow</c>, <c>csharp.inline</c>,
    /// <c>log.folder</c> and <c>variables</c> allow.
    /// </summary>
    public bool RemotePrograms { get; init; }

    /// <summary>Whether other machines get backups of the state, which hold the secrets of all handlers. Default false.</summary>
    public bool RemoteBackups { get; init; }

    /// <summary>Whether the API is reached by https. Default false.</summary>
    public bool HttpsEnabled { get; init; }

    /// <summary>
    /// The certificate, PEM or PFX, with those between it and an authority that clients know. It is read again when the file changes. Default
    /// <c>/etc/ssl/kapacitor.pem</c>.
    /// </summary>
    public string HttpsCertificate { get; init; } = "/etc/ssl/kapacitor.pem";

    /// <summary>The key of the certificate, PEM. Empty, the default: it stands in the same file.</summary>
    public string HttpsPrivateKey { get; init; } = "";

    /// <summary>What the key or the PFX file is locked with. Default: nothing.</summary>
    [Secret]
    public string HttpsCertificatePassword { get; init; } = "";

    /// <summary>
    /// The certificates, PEM, of authorities whose clients get through: all others than programs of this machine must show a certificate that one of them
    /// signed, and say who they are besides. Empty, the default: nobody has to show one.
    /// </summary>
    public string HttpsClientCa { get; init; } = "";

    /// <summary>A socket in the file system on which the API listens too, for the server's user and its group. Empty, the default: none.</summary>
    public string BindSocket { get; init; } = "";

    /// <summary>Connections of all machines together. Default 0, any number.</summary>
    public long MaxConnectionLimit { get; init; }

    /// <summary>Connections that one machine may have; those above are closed at once. Default 0, any number.</summary>
    public int ConnectionsPerMachine { get; init; }

    /// <summary>Requests that one caller may send in a second: a user, a token, or a machine where nobody is asked. Default 0, any number.</summary>
    public int RequestsPerSecond { get; init; }

    /// <summary>How long running requests may take when the server stops. Default 10 s.</summary>
    public TimeSpan ShutdownTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Whether callers must say who they are; null when that depends on whether there are users.</summary>
    public bool? AsksWhoCalls() => Auth switch
    {
        HttpAuth.On => true,
        HttpAuth.Off => false,
        _ => AuthEnabled ? true : null,
    };

    public IEnumerable<OptionProblem> Check()
    {
        foreach (var proxy in TrustedProxies.Where(proxy => proxy != SocketProxy && OutgoingGuard.Parse(proxy) is null))
            yield return new OptionProblem("trusted-proxies", $"'{proxy}' isn't a network: write it as 10.0.0.0/8, fd00::/8, one address, or '{SocketProxy}' for what comes by bind-socket");
        if (Auth == HttpAuth.Off && AuthEnabled)
            yield return new OptionProblem("auth", "is off, and 'auth-enabled' is true: keep one of them");
        if (SharedSecret.Length is > 0 and < ShortestSecret)
            yield return new OptionProblem("shared-secret", $"has {SharedSecret.Length} characters, which can be guessed: it needs {ShortestSecret} at least");
        if (AuditRows is < 0 or > MostAuditRows)
            yield return new OptionProblem("audit-rows", $"must be between 0, which keeps none, and {MostAuditRows}, not {AuditRows}");
        if (BindAddress.Length > 0 && Tocsin.Inputs.Intake.BindAddress.ProblemOf(BindAddress) is { } problem)
            yield return new OptionProblem("bind-address", problem);
        if (HttpsEnabled && !File.Exists(HttpsCertificate))
            yield return new OptionProblem("https-certificate", $"there is no file {HttpsCertificate}: name the certificate, or set https-enabled to false");
        if (HttpsEnabled && HttpsClientCa.Length > 0 && !File.Exists(HttpsClientCa))
            yield return new OptionProblem("https-client-ca", $"there is no file {HttpsClientCa}: name the certificates of the authorities, or leave it empty so that clients need none");
        if (BindSocket.Length > 0 && !Path.IsPathFullyQualified(BindSocket))
            yield return new OptionProblem("bind-socket", $"'{BindSocket}' is not a whole path, such as /run/tocsin/tocsin.sock");
        foreach (var (option, limit) in new[] { ("max-connection-limit", MaxConnectionLimit), ("connections-per-machine", ConnectionsPerMachine), ("requests-per-second", RequestsPerSecond) })
        {
            if (limit < 0)
                yield return new OptionProblem(option, "must not be below 0; 0 is no limit");
        }

        if (HttpsEnabled && HttpsPrivateKey.Length > 0 && !File.Exists(HttpsPrivateKey))
            yield return new OptionProblem("https-private-key", $"there is no file {HttpsPrivateKey}: name the key of the certificate, or leave it empty when it is in the same file");
    }
}
