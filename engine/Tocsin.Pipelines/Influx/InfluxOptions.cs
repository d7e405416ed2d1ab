using Tocsin.Influx.Connections;
using Tocsin.Sdk;

namespace Tocsin.Pipelines.Influx;

/// <summary>One InfluxDB that batch tasks query, points are written to and subscriptions are made on: an entry of the list <c>influxdb</c>.</summary>
public sealed record InfluxOptions : ICheckedOptions
{
    /// <summary>Whether it is used. Default true.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>Whether nodes that name no cluster mean this one. With a single enabled entry it is that one. Default false.</summary>
    public bool Default { get; init; }

    /// <summary>What <c>.cluster()</c> of nodes calls it. Default <c>default</c>.</summary>
    public string Name { get; init; } = "default";

    /// <summary>Its addresses; the next one is asked when one does not answer. Default <c>http://localhost:8086</c>.</summary>
    [AddressSchemes("http", "https")]
    public IReadOnlyList<string> Urls { get; init; } = ["http://localhost:8086"];

    /// <summary>The user; empty, the default, for none.</summary>
    public string Username { get; init; } = "";

    /// <summary>The password of the user.</summary>
    [Secret]
    public string Password { get; init; } = "";

    /// <summary>The token of InfluxDB 2 and 3, in the place of user and password.</summary>
    [Secret]
    public string Token { get; init; } = "";

    /// <summary>A PEM file with the certificates of the authorities to trust. Empty, the default: those of the system.</summary>
    public string SslCa { get; init; } = "";

    /// <summary>A PEM file with the certificate to show. Empty, the default, for none.</summary>
    public string SslCert { get; init; } = "";

    /// <summary>The PEM file with its key. Empty, the default, when it stands in the file of the certificate.</summary>
    public string SslKey { get; init; } = "";

    /// <summary>Whether any certificate is taken. Default false.</summary>
    public bool InsecureSkipVerify { get; init; }

    /// <summary>How long InfluxDB may show no sign of life, before its answer and within it. 0, the default, stands for ten minutes. An answer that has not ended after six times that is given up.</summary>
    public TimeSpan Timeout { get; init; }

    /// <summary>How writes are packed on their way. Default gzip.</summary>
    public WriteCompression Compression { get; init; } = WriteCompression.Gzip;

    /// <summary>
    /// Bytes on disk of points that wait, as while InfluxDB is away; when there are more the oldest go. Default 256 MiB.
    /// </summary>
    public long KeepUnwrittenBytes { get; init; } = 256L * 1024 * 1024;

    /// <summary>How long a start goes on trying to reach it for subscriptions. Default 5m.</summary>
    public TimeSpan StartupTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Whether no subscriptions are made, so that writes come from elsewhere. Default false.</summary>
    public bool DisableSubscriptions { get; init; }

    /// <summary>
    /// How InfluxDB sends writes to this server. Default http; https where the HTTP API itself speaks it and neither <c>kapacitor-hostname</c> nor
    /// <c>http-port</c> names a proxy.
    /// </summary>
    public SubscriptionProtocol SubscriptionProtocol { get; init; } = SubscriptionProtocol.Http;

    /// <summary>Whose name the subscriptions carry. Default cluster.</summary>
    public SubscriptionMode SubscriptionMode { get; init; } = SubscriptionMode.Cluster;

    /// <summary>A path before <c>/write</c> at which this server is reached, behind a proxy. Default: none.</summary>
    public string SubscriptionPath { get; init; } = "";

    /// <summary>The retention policies to subscribe to, by database. Empty, the default, for all there are.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Subscriptions { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>The retention policies not to subscribe to, by database. Default: <c>autogen</c> of <c>_kapacitor</c>.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> ExcludedSubscriptions { get; init; } =
        new Dictionary<string, IReadOnlyList<string>> { ["_kapacitor"] = ["autogen"] };

    /// <summary>How often it is looked whether databases came or went. Default 1m.</summary>
    public TimeSpan SubscriptionsSyncInterval { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>The host at which InfluxDB reaches this server. Empty, the default: <c>hostname</c> of the configuration.</summary>
    public string KapacitorHostname { get; init; } = "";

    /// <summary>The port at which InfluxDB reaches this server. 0, the default: that of the HTTP API.</summary>
    public int HttpPort { get; init; }

    /// <summary>The host to listen on for subscriptions by UDP. Default: all addresses.</summary>
    public string UdpBind { get; init; } = "";

    /// <summary>Datagrams that may wait to be read. Default 1000.</summary>
    public int UdpBuffer { get; init; } = 1000;

    /// <summary>Bytes the system keeps for datagrams that wait. 0, the default, for the system's own choice.</summary>
    public int UdpReadBuffer { get; init; }

    public IEnumerable<OptionProblem> Check()
    {
        if (Enabled && Name.Length == 0)
            yield return new OptionProblem("name", "must not be empty: nodes choose an InfluxDB by its name");
        if (Urls.Count == 0)
            yield return new OptionProblem("urls", "needs an address, such as http://localhost:8086");
        if (Token.Length > 0 && Username.Length > 0)
            yield return new OptionProblem("token", "cannot be combined with username: keep the one your server uses");
        if (Password.Length > 0 && Username.Length == 0)
            yield return new OptionProblem("password", "needs a username too");
        if (SslKey.Length > 0 && SslCert.Length == 0)
            yield return new OptionProblem("ssl-key", "needs ssl-cert too");
        if (HttpPort is < 0 or > 65535)
            yield return new OptionProblem("http-port", $"is {HttpPort}, which isn't a valid port: 1 to 65535, or 0 for that of the HTTP API");
        if (KeepUnwrittenBytes < 1024 * 1024)
            yield return new OptionProblem("keep-unwritten-bytes", "must be 1048576 or more");
        if (UdpBuffer <= 0)
            yield return new OptionProblem("udp-buffer", "must be above 0");
        if (UdpReadBuffer < 0)
            yield return new OptionProblem("udp-read-buffer", "must not be negative; 0 leaves it to the system");
        if (SubscriptionsSyncInterval <= TimeSpan.Zero)
            yield return new OptionProblem("subscriptions-sync-interval", "must be above 0");
    }

    /// <summary>Where and how it is spoken to.</summary>
    internal InfluxConnection Connection => new()
    {
        Urls = [.. Urls.Select(url => new Uri(url))],
        Username = Username,
        Password = Password,
        Token = Token,
        Tls = new InfluxTls { CaFile = SslCa, CertificateFile = SslCert, KeyFile = SslKey, TakesAnyCertificate = InsecureSkipVerify },
        Timeout = Timeout,
    };
}
