using Confluent.Kafka;

namespace Tocsin.Plugins.Kafka;

/// <summary>What the settings of a cluster mean to the client.</summary>
internal static class ClusterConfig
{
    private const string OAuth = "OAUTHBEARER";
    private const double LongestLinger = 10;

    public static ProducerConfig Of(KafkaSettings settings, string partitioner, string clientId)
    {
        var timeout = (int)Math.Max(1, settings.Timeout.TotalMilliseconds);
        var config = new ProducerConfig
        {
            BootstrapServers = string.Join(',', settings.Brokers),
            ClientId = clientId,
            Acks = Acks.All,
            MessageTimeoutMs = timeout,
            SocketTimeoutMs = Math.Max(10, timeout),
            BatchNumMessages = settings.BatchSize,
            LingerMs = Math.Min(LongestLinger, settings.BatchTimeout.TotalMilliseconds),
            SecurityProtocol = (settings.UseSsl, settings.Mechanism.Length > 0) switch
            {
                (true, true) => SecurityProtocol.SaslSsl,
                (true, false) => SecurityProtocol.Ssl,
                (false, true) => SecurityProtocol.SaslPlaintext,
                _ => SecurityProtocol.Plaintext,
            },
        };
        config.Set("partitioner", partitioner);
        if (settings.UseSsl)
            Encrypt(config, settings);
        if (settings.Mechanism.Length > 0)
            LogIn(config, settings);
        return config;
    }

    /// <summary>True when the token of OAUTHBEARER is one that is configured.</summary>
    public static bool HasToken(KafkaSettings settings) => settings.Mechanism == OAuth && settings.SaslAccessToken.Length > 0;

    private static void Encrypt(ProducerConfig config, KafkaSettings settings)
    {
        config.EnableSslCertificateVerification = !settings.InsecureSkipVerify;
        config.SslCaLocation = NullIfEmpty(settings.SslCa);
        config.SslCertificateLocation = NullIfEmpty(settings.SslCert);
        config.SslKeyLocation = NullIfEmpty(settings.SslKey);
    }

    private static void LogIn(ProducerConfig config, KafkaSettings settings)
    {
        config.Set("sasl.mechanism", settings.Mechanism);
        if (settings.Mechanism != OAuth)
        {
            config.SaslUsername = settings.SaslUsername;
            config.SaslPassword = settings.SaslPassword;
            return;
        }

        if (HasToken(settings))
            return;
        config.SaslOauthbearerMethod = SaslOauthbearerMethod.Oidc;
        config.SaslOauthbearerTokenEndpointUrl = settings.SaslOauthTokenUrl?.AbsoluteUri;
        config.SaslOauthbearerClientId = settings.SaslOauthClientId;
        config.SaslOauthbearerClientSecret = settings.SaslOauthClientSecret;
        config.SaslOauthbearerScope = NullIfEmpty(settings.SaslOauthScopes);
        config.SaslOauthbearerExtensions = NullIfEmpty(string.Join(',', settings.SaslExtensions.Select(extension => $"{extension.Key}={extension.Value}")));
    }

    private static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;
}
