using System.Security.Cryptography;
using System.Text;
using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Configuration.Binding;
using Tocsin.Alerting.Configuration.Reading;
using Tocsin.Alerting.Names;

namespace Tocsin.Alerting.Handlers;

/// <summary>Which options of a kind say where its handlers lead, and what handlers of scripts are known by through them. Holds nothing of a plugin.</summary>
internal sealed class HandlerDestination
{
    private const int DigestLength = 6;
    private const int LongestWord = 24;

    /// <summary>For handlers of which nothing is known but what they say: all of it counts.</summary>
    public static readonly HandlerDestination OfAll = new([], []);

    private readonly string[] _keys;
    private readonly HashSet<string> _secrets;

    private HandlerDestination(IEnumerable<string> keys, IEnumerable<string> secrets)
    {
        _keys = [.. keys.Distinct(StringComparer.OrdinalIgnoreCase)];
        _secrets = secrets.ToHashSet(StringComparer.OrdinalIgnoreCase);
    }

    /// <param name="shape">The options; null when the kind takes none.</param>
    /// <param name="choosing">The options that choose an account of the service.</param>
    public static HandlerDestination Of(OptionsShape? shape, IEnumerable<string> choosing)
    {
        var members = shape?.Members ?? [];
        return members.Count > 0 && !members.Any(member => member.IsDestination)
            ? OfAll
            : new HandlerDestination([.. members.Where(member => member.IsDestination).Select(member => member.Key), .. choosing], members.Where(member => member.IsSecret).Select(member => member.Key));
    }

    /// <summary>What a handler of a script is known by.</summary>
    public NodeHandlerId IdOf(string kind, ConfigMap options)
    {
        ConfigEntry[] given = [.. options.Entries.Where(entry => !IsEmpty(entry.Value)).OrderBy(entry => entry.Key, StringComparer.OrdinalIgnoreCase)];
        ConfigEntry[] leading = [.. given.Where(entry => _keys.Length == 0 || _keys.Contains(entry.Key, StringComparer.OrdinalIgnoreCase))];
        var destination = leading.Length == 0 ? "" : Digest(leading);
        if (_keys.Select(key => leading.FirstOrDefault(entry => entry.Key.Equals(key, StringComparison.OrdinalIgnoreCase))).OfType<ConfigEntry>()
            .Where(entry => !_secrets.Contains(entry.Key)).Select(entry => WordIn(entry.Value)).FirstOrDefault(word => word.Length > 0) is { } word)
        {
            destination = $"{word}-{destination}";
        }

        return new NodeHandlerId(kind, destination, Digest(given.Except(leading)));
    }

    private static bool IsEmpty(ConfigValue value) => value is ConfigNull or ConfigText { Value: "" } or ConfigList { Items.Count: 0 };

    private static string Digest(IEnumerable<ConfigEntry> entries)
    {
        var text = string.Join('\n', entries.Select(entry => $"{entry.Key.ToUpperInvariant()} {ConfigJson.Write(entry.Value)}"));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..DigestLength];
    }

    // For people, who have to tell the names apart; of an address no more than its host, as the rest may be a secret.
    private static string WordIn(ConfigValue value)
    {
        var text = value switch
        {
            ConfigText one => one.Value,
            ConfigList { Items: [ConfigText first, ..] } => first.Value,
            _ => "",
        };
        if (text.Contains("{{", StringComparison.Ordinal))
            return "";
        text = Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Host.Length > 0 ? address.Host : text[(text.LastIndexOf('/') + 1)..];
        var word = string.Concat(text.Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '_' ? letter : '-')).Trim('.', '_', '-');
        return word[..Math.Min(word.Length, LongestWord)].TrimEnd('.', '_', '-');
    }
}
