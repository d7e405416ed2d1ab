using System.Security.Cryptography.X509Certificates;
using MQTTnet;
using MQTTnet.Formatter;

namespace Tocsin.Plugins.Mqtt;

/// <summary>What the settings of a broker mean to the client.</summary>
internal static class BrokerOptions
{
    private const int PlainPort = 1883;
    private const int EncryptedPort = 8883;

    // A broker that is there answers at once; what answers nothing that makes sense may be something else.
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(10);

    /// <exception cref="System.Security.Cryptography.CryptographicException">A certificate can't be read.</exception>
    /// <exception cref="IOException">A file can't be read.</exception>
    public static MqttClientOptions Of(MqttSettings settings, Uri url)
    {
        // The older protocol is spoken by all brokers.
        var builder = new MqttClientOptionsBuilder()
            .WithProtocolVersion(MqttProtocolVersion.V311)
            .WithCleanSession()
            .WithTimeout(AnswerLimit)
            .WithClientId(settings.ClientId.Length > 0 ? settings.ClientId : IdOfItsOwn(settings.Name));
        if (settings.Username.Length > 0)
            builder.WithCredentials(settings.Username, settings.Password);
        if (url.Scheme is "ws" or "wss")
            builder.WithWebSocketServer(socket => socket.WithUri(url.AbsoluteUri));
        else
            builder.WithTcpServer(url.Host, url.Port > 0 ? url.Port : settings.IsEncrypted ? EncryptedPort : PlainPort);
        if (settings.IsEncrypted)
            builder.WithTlsOptions(tls => Encrypt(tls, settings, url));
        return builder.Build();
    }

    // 23 characters are what every broker takes.
    private static string IdOfItsOwn(string name) => $"{name[..Math.Min(14, name.Length)]}-{$"{Guid.NewGuid():N}"[..8]}";

    private static void Encrypt(MqttClientTlsOptionsBuilder tls, MqttSettings settings, Uri url)
    {
        tls.UseTls().WithTargetHost(url.Host).WithRevocationMode(X509RevocationMode.NoCheck);
        if (settings.InsecureSkipVerify)
            tls.WithCertificateValidationHandler(static _ => true);
        if (settings.SslCa.Length > 0)
        {
            var trusted = new X509Certificate2Collection();
            trusted.ImportFromPemFile(settings.SslCa);
            tls.WithTrustChain(trusted);
        }

        if (settings.SslCert.Length > 0)
            tls.WithClientCertificates([X509Certificate2.CreateFromPemFile(settings.SslCert, settings.SslKey)]);
    }
}
