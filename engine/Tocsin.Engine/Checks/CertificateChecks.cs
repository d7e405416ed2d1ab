using Tocsin.Alerting.Configuration;

namespace Tocsin.Engine.Checks;

/// <summary>
/// Looks at the certificates and keys that a configuration names, in whatever section: what cannot be used is found before the first
/// connection fails. All of it warnings, as files may come and be renewed.
/// </summary>
public static class CertificateChecks
{
    /// <param name="config">The whole configuration.</param>
    public static IReadOnlyList<ConfigProblem> Of(ConfigMap config, DateTimeOffset now) =>
        [.. config.Entries.SelectMany(section => Elements(section.Value).SelectMany(element => Of(section.Key, element, now)))];

    private static IEnumerable<ConfigMap> Elements(ConfigValue section) => section switch
    {
        ConfigMap one => [one],
        ConfigList several => several.Items.OfType<ConfigMap>(),
        _ => [],
    };

    private static IEnumerable<ConfigProblem> Of(string section, ConfigMap element, DateTimeOffset now)
    {
        if (Text(element, "enabled") is "false" || (element.TryFind("enabled", out var switched) && switched is ConfigFlag { Value: false }))
            return [];
        var isServed = element.TryFind("https-enabled", out var https) && https is ConfigFlag { Value: true };
        return
        [
            .. Problem("ssl-ca", authorities => CertificateFile.WhyNoAuthorities(authorities, now)),
            .. Problem("ca-path", authorities => CertificateFile.WhyNoAuthorities(authorities, now)),
            .. Problem("ssl-cert", certificate => CertificateFile.WhyNot(certificate, Text(element, "ssl-key"), now)),
            .. isServed ? Problem("https-certificate", certificate => CertificateFile.WhyNot(certificate, Text(element, "https-private-key"), now, Text(element, "https-certificate-password"))) : [],
            .. isServed ? Problem("https-client-ca", authorities => CertificateFile.WhyNoAuthorities(authorities, now)) : [],
        ];

        IEnumerable<ConfigProblem> Problem(string option, Func<string, string?> whyNot)
        {
            if (Text(element, option) is { Length: > 0 } file && whyNot(file) is { } why)
                yield return new ConfigProblem($"section '{section}': option '{option}': {why}", element.TryFind(option, out var value) ? value.Place : null, IsWarning: true) { Option = option };
        }
    }

    private static string Text(ConfigMap element, string option) => element.TryFind(option, out var value) && value is ConfigText text ? text.Value : "";
}
