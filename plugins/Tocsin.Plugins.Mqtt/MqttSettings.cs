using Tocsin.Sdk;

namespace Tocsin.Plugins.Mqtt;

/// <summary>One MQTT broker.</summary>
[ServiceSettings("mqtt", ListKey = "name", ChosenBy = "broker-name")]
internal sealed record MqttSettings : ICheckedOptions
{
    /// <summary>Switches the broker on. Default false.</summary>
    public bool Enabled { get; init; }

    /// <summary>The name handlers use. Default <c>default</c>.</summary>
    public string Name { get; init; } = "default";

    /// <summary>Whether handlers that name no broker use this one.</summary>
    public bool Default { get; init; }

    /// <summary>The broker's address: <c>tcp://host:1883</c>, <c>ssl://host:8883</c>, <c>ws://host/path</c> or <c>wss://host/path</c>.</summary>
    [AddressSchemes("tcp", "mqtt", "ssl", "tls", "mqtts", "ws", "wss")]
    public Uri? Url { get; init; }

    /// <summary>A file with certificates, one of which the broker's has to lead to. Empty, the default: those the system trusts.</summary>
    public string SslCa { get; init; } = "";

    /// <summary>A file with the certificate to log in with.</summary>
    public string SslCert { get; init; } = "";

    /// <summary>A file with the key of that certificate.</summary>
    public string SslKey { get; init; } = "";

    /// <summary>Whether any certificate of the broker is taken. Default false.</summary>
    public bool InsecureSkipVerify { get; init; }

    /// <summary>The client's id, which nobody else may have at the broker. Empty, the default: the broker's name and a part that differs each time.</summary>
    public string ClientId { get; init; } = "";

    /// <summary>The user to log in as. Empty, the default, does not log in.</summary>
    public string Username { get; init; } = "";

    [Secret]
    public string Password { get; init; } = "";

    /// <summary>Whether the connection is encrypted.</summary>
    public bool IsEncrypted => Url?.Scheme is "ssl" or "tls" or "mqtts" or "wss";

    public IEnumerable<OptionProblem> Check()
    {
        if (Enabled && Url is null)
            yield return new OptionProblem("url", "the broker is enabled but has no url; give its address, such as tcp://localhost:1883");
        if (SslCert.Length > 0 != SslKey.Length > 0)
            yield return new OptionProblem(SslCert.Length > 0 ? "ssl-key" : "ssl-cert", "a certificate and its key go together; give both");
    }
}
