using Tocsin.Inputs.Scraping.Unserved;
using Tocsin.Sdk;

namespace Tocsin.Inputs.Scraping;

/// <summary>Asks targets for metrics in the text format of Prometheus, again and again.</summary>
public sealed record ScraperOptions : ICheckedOptions
{
    /// <summary>The section of targets that are listed by hand.</summary>
    public const string StaticDiscovery = "static-discovery";

    /// <summary>The section of targets that stand in files.</summary>
    public const string FileDiscovery = "file-discovery";

    /// <summary>Default false.</summary>
    public bool Enabled { get; init; }

    /// <summary>Names it in the status and in the log. Needed.</summary>
    public string Name { get; init; } = "";

    /// <summary>What targets answer with: <c>prometheus</c>, the default.</summary>
    public string Type { get; init; } = "prometheus";

    /// <summary>The <c>id</c> of the discovery that lists the targets. Required.</summary>
    public string DiscovererId { get; init; } = "";

    /// <summary>The section of that discovery: <c>static-discovery</c>, the default, or <c>file-discovery</c>.</summary>
    public string DiscovererService { get; init; } = StaticDiscovery;

    /// <summary>The database that scripts read the points from. Needed.</summary>
    public string Db { get; init; } = "";

    /// <summary>Empty for <c>default-retention-policy</c>.</summary>
    public string Rp { get; init; } = "";

    /// <summary><c>http</c>, the default, or <c>https</c>.</summary>
    public string Scheme { get; init; } = "http";

    /// <summary>Default <c>/metrics</c>.</summary>
    public string MetricsPath { get; init; } = "/metrics";

    /// <summary>What is asked for in the address behind the path: names with the values of each, as in <c>match[]: [up]</c>.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Params { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>The proxy to ask through, such as <c>http://proxy:3128</c>. Unset, the default, for that of the environment (<c>HTTP_PROXY</c>), if any.</summary>
    [Secret]
    [AddressSchemes("http", "https", "socks4", "socks4a", "socks5")]
    public Uri? ProxyUrl { get; init; }

    /// <summary>The tag <c>job</c> of all points. Empty, the default, for none.</summary>
    public string Job { get; init; } = "";

    /// <summary>Default 1 min.</summary>
    public TimeSpan ScrapeInterval { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long a target may take to answer. Default 10 s.</summary>
    public TimeSpan ScrapeTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The user that targets are asked as. Empty, the default, for none.</summary>
    public string Username { get; init; } = "";

    [Secret]
    public string Password { get; init; } = "";

    /// <summary>The token that targets are shown. Empty, the default, for none.</summary>
    [Secret]
    public string BearerToken { get; init; } = "";

    /// <summary>A PEM file with the authorities whose certificates count. Empty, the default, for those of the system.</summary>
    public string SslCa { get; init; } = "";

    /// <summary>A PEM file with the certificate to show. Empty, the default, for none.</summary>
    public string SslCert { get; init; } = "";

    /// <summary>The PEM file with its key. Empty, the default, when it stands beside the certificate.</summary>
    public string SslKey { get; init; } = "";

    /// <summary>The name that the targets' certificates must have. Empty, the default, for the host's.</summary>
    public string SslServerName { get; init; } = "";

    /// <summary>Whether any certificate is taken. Default false.</summary>
    public bool InsecureSkipVerify { get; init; }

    /// <summary>Targets of the discovery that are not asked, as <c>host:port</c>.</summary>
    public IReadOnlyList<string> Blacklist { get; init; } = [];

    internal Uri AddressOf(string target)
    {
        var query = string.Join('&', Params.SelectMany(entry => entry.Value.Select(value => $"{Uri.EscapeDataString(entry.Key)}={Uri.EscapeDataString(value)}")));
        return new Uri($"{Scheme}://{target}{MetricsPath}{(query.Length == 0 ? "" : MetricsPath.Contains('?', StringComparison.Ordinal) ? "&" : "?")}{query}");
    }

    public IEnumerable<OptionProblem> Check()
    {
        if (Name.Length == 0)
            yield return new OptionProblem("name", "is missing");
        if (Enabled && Db.Length == 0)
            yield return new OptionProblem("db", "is missing: name the database that scripts read");
        if (Type != "prometheus")
            yield return new OptionProblem("type", $"must be prometheus, not '{Type}'");
        if (Scheme is not ("http" or "https"))
            yield return new OptionProblem("scheme", $"must be http or https, not '{Scheme}'");
        if (!MetricsPath.StartsWith('/'))
            yield return new OptionProblem("metrics-path", "must begin with /");
        if (ScrapeInterval < TimeSpan.FromMilliseconds(100))
            yield return new OptionProblem("scrape-interval", "must be 100ms or more");
        if (ScrapeTimeout <= TimeSpan.Zero)
            yield return new OptionProblem("scrape-timeout", "must be above 0");
        if (Enabled && DiscovererService is not (StaticDiscovery or FileDiscovery) && !IsUnserved(DiscovererService))
            yield return new OptionProblem("discoverer-service", $"'{DiscovererService}' is not supported: list the targets in a section {StaticDiscovery}, or in files of a section {FileDiscovery}");
        if (Enabled && DiscovererId.Length == 0)
            yield return new OptionProblem("discoverer-id", $"is missing: give the id of a section {DiscovererService}");
    }

    /// <summary>True for a discovery service of the peer that finds no targets here. That of EC2 is only known to scale there.</summary>
    public static bool IsUnserved(string service) => service == "ec2" || UnservedDiscoveryOptions.Sections.Contains(service);
}
