using System.Net.Security;
using System.Security.Authentication;
using Tocsin.Sdk;

namespace Tocsin.Engine.Hosting;

/// <summary>How the API speaks https, in the words of <c>[tls]</c> of kapacitor.conf.</summary>
public sealed record TlsOptions : ICheckedOptions
{
    // These cannot be chosen with Kapacitor either: whoever speaks TLS 1.3 has one of them.
    private static readonly TlsCipherSuite[] Newest = [TlsCipherSuite.TLS_AES_128_GCM_SHA256, TlsCipherSuite.TLS_AES_256_GCM_SHA384, TlsCipherSuite.TLS_CHACHA20_POLY1305_SHA256];

    /// <summary>The oldest version that is spoken: <c>tls1.2</c>, the default, or <c>tls1.3</c>. Older ones, which Kapacitor knows, count as 1.2.</summary>
    public string MinVersion { get; init; } = "";

    /// <summary>The newest one. Empty, the default: the newest there is.</summary>
    public string MaxVersion { get; init; } = "";

    /// <summary>The ciphers that are taken with TLS 1.2, by their IANA names. Empty, the default: those that the system takes.</summary>
    public IReadOnlyList<string> Ciphers { get; init; } = [];

    /// <summary>The versions that are spoken.</summary>
    public SslProtocols Protocols() => (Number(MinVersion) == 3 ? SslProtocols.None : SslProtocols.Tls12) | (Number(MaxVersion) is 3 or null ? SslProtocols.Tls13 : SslProtocols.None);

    /// <summary>The ciphers that are taken; null for those of the system.</summary>
    public CipherSuitesPolicy? CipherSuites() => Ciphers.Count == 0 || !OperatingSystem.IsLinux() ? null : new CipherSuitesPolicy(Ciphers.Select(Find).OfType<TlsCipherSuite>().Concat(Newest).Distinct());

    public IEnumerable<OptionProblem> Check()
    {
        foreach (var (option, version) in new[] { ("min-version", MinVersion), ("max-version", MaxVersion) })
        {
            if (version.Length > 0 && Number(version) is null)
                yield return new OptionProblem(option, $"'{version}' isn't a version of TLS: choose tls1.2 or tls1.3");
        }

        if (Number(MaxVersion) is < 2)
            yield return new OptionProblem("max-version", $"'{MaxVersion}' is older than all versions that are spoken: choose tls1.2 or tls1.3");
        else if (Protocols() == SslProtocols.None)
            yield return new OptionProblem("max-version", $"'{MaxVersion}' is older than min-version, '{MinVersion}'");
        foreach (var cipher in Ciphers.Where(cipher => Find(cipher) is null))
            yield return new OptionProblem("ciphers", $"'{cipher}' isn't a cipher: write its IANA name, such as TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256");
        if (Ciphers.Count > 0 && !OperatingSystem.IsLinux())
            yield return new OptionProblem("ciphers", "can be chosen on Linux only: elsewhere the system's settings decide");
    }

    // Go leaves the hash away where there is only one.
    private static TlsCipherSuite? Find(string name) =>
        Enum.TryParse<TlsCipherSuite>(name, ignoreCase: true, out var suite) && Enum.IsDefined(suite) && !char.IsAsciiDigit(name[0]) ? suite
        : Enum.TryParse(name + "_SHA256", ignoreCase: true, out suite) && Enum.IsDefined(suite) ? suite : null;

    private static int? Number(string version) => version.ToUpperInvariant() switch
    {
        "TLS1.0" or "1.0" => 0,
        "TLS1.1" or "1.1" => 1,
        "TLS1.2" or "1.2" => 2,
        "TLS1.3" or "1.3" => 3,
        _ => null,
    };
}
