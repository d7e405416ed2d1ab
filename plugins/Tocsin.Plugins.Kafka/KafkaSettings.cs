using Tocsin.Sdk;

namespace Tocsin.Plugins.Kafka;

/// <summary>One Kafka cluster.</summary>
[ServiceSettings("kafka", ListKey = "id", ChosenBy = "cluster")]
internal sealed record KafkaSettings : ICheckedOptions
{
    private static readonly string[] Mechanisms = ["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512", "OAUTHBEARER"];

    /// <summary>Switches the cluster on. Default false.</summary>
    public bool Enabled { get; init; }

    /// <summary>Whether handlers that name no cluster use this one.</summary>
    public bool Default { get; init; }

    /// <summary>The name handlers use. Default <c>default</c>.</summary>
    public string Id { get; init; } = "default";

    /// <summary>Brokers to ask for all others, <c>host:port</c>.</summary>
    public IReadOnlyList<string> Brokers { get; init; } = [];

    /// <summary>How long a message may take until the cluster has acknowledged it. Default 10 s.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How many messages go out at once at most. Default 100.</summary>
    public int BatchSize { get; init; } = 100;

    /// <summary>How long messages wait for others to go out with. Default 1 s; never more than 10 ms, since each delivery waits for its acknowledgement.</summary>
    public TimeSpan BatchTimeout { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Whether connections are encrypted. Default false.</summary>
    public bool UseSsl { get; init; }

    /// <summary>A file with certificates that are trusted besides the system's.</summary>
    public string SslCa { get; init; } = "";

    /// <summary>A file with the certificate to log in with.</summary>
    public string SslCert { get; init; } = "";

    /// <summary>A file with the key of that certificate.</summary>
    public string SslKey { get; init; } = "";

    /// <summary>Whether any certificate of a broker is taken. Default false.</summary>
    public bool InsecureSkipVerify { get; init; }

    /// <summary>The user to log in as. Empty, the default, does not log in.</summary>
    public string SaslUsername { get; init; } = "";

    [Secret]
    public string SaslPassword { get; init; } = "";

    /// <summary>How to log in: <c>PLAIN</c>, <c>SCRAM-SHA-256</c>, <c>SCRAM-SHA-512</c> or <c>OAUTHBEARER</c>. Default <c>PLAIN</c> when there is a user.</summary>
    public string SaslMechanism { get; init; } = "";

    /// <summary>Extensions of OAUTHBEARER by name.</summary>
    [OptionAlias("sasl_extensions")]
    public IReadOnlyDictionary<string, string> SaslExtensions { get; init; } = new Dictionary<string, string>();

    /// <summary>A token for OAUTHBEARER that never changes.</summary>
    [Secret]
    public string SaslAccessToken { get; init; } = "";

    /// <summary>Where tokens for OAUTHBEARER are fetched.</summary>
    public Uri? SaslOauthTokenUrl { get; init; }

    /// <summary>The client that fetches them.</summary>
    public string SaslOauthClientId { get; init; } = "";

    [Secret]
    public string SaslOauthClientSecret { get; init; } = "";

    /// <summary>The scopes of these tokens, with blanks between.</summary>
    public string SaslOauthScopes { get; init; } = "";

    /// <summary>The way to log in; empty for none.</summary>
    public string Mechanism => SaslMechanism.Length > 0 ? SaslMechanism.ToUpperInvariant() : SaslUsername.Length > 0 ? Mechanisms[0] : "";

    public IEnumerable<OptionProblem> Check()
    {
        if (Enabled && Brokers.Count == 0)
            yield return new OptionProblem("brokers", "no brokers specified: the cluster is enabled but has none; name at least one as host:port");
        foreach (var broker in Brokers.Where(broker => !HostPort.TryParse(broker, out _, out _)))
            yield return new OptionProblem("brokers", $"'{broker}' isn't host:port");
        if (Mechanism.Length > 0 && !Mechanisms.Contains(Mechanism))
            yield return new OptionProblem("sasl-mechanism", $"'{SaslMechanism}' isn't supported: write one of {string.Join(", ", Mechanisms)}");
        if (BatchSize < 1)
            yield return new OptionProblem("batch-size", $"{BatchSize} is below 1");
    }
}
