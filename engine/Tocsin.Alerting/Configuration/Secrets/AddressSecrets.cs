using System.Text;
using System.Text.RegularExpressions;

namespace Tocsin.Alerting.Configuration.Secrets;

/// <summary>
/// What of an address nobody may see: the user with the password, and the values of its query, which may be keys. The one place for it,
/// also for texts that were meant to be addresses and are not: with half a scheme or without one, with a password that should be escaped.
/// </summary>
public static partial class AddressSecrets
{
    // Shorter ones are words such as "json" or "true", and would take them out of every message.
    private const int ShortestKey = 8;

    /// <summary>The secret parts of a text that is an address; none of any other.</summary>
    public static IEnumerable<string> Of(string text)
    {
        if (!TryReadBegin(text, out var begin))
            return [];

        var (user, query) = Parts(text, begin);
        var parts = new List<string> { user, user[(user.IndexOf(':', StringComparison.Ordinal) + 1)..] };
        if (query.Length > 0 && !query.Contains("{{", StringComparison.Ordinal))
            parts.Add("?" + query);
        parts.AddRange(query.Split('&').Select(pair => pair[(pair.IndexOf('=', StringComparison.Ordinal) + 1)..])
            .Where(value => value.Length >= ShortestKey && !IsFilledIn(value)));
        return parts.Where(part => part.Length > 0);
    }

    /// <summary>The text with a mask in the place of these parts. Variables and templates in it are not secrets, and stay.</summary>
    public static string Mask(string text, string mask)
    {
        if (!TryReadBegin(text, out var begin))
            return text;

        var (user, query) = Parts(text, begin);
        var rest = text[(begin + (user.Length == 0 ? 0 : user.Length + 1))..];
        if (query.Length > 0)
            rest = rest[..(rest.IndexOf('?', StringComparison.Ordinal) + 1)] + MaskQuery(query, mask);
        return text[..begin] + (user.Length == 0 ? "" : (IsFilledIn(user) ? user : mask) + "@") + rest;
    }

    /// <summary>True for an address with a mask among its secret parts, in whatever part of them.</summary>
    public static bool HoldsMask(string text, string mask)
    {
        if (!text.Contains(mask, StringComparison.Ordinal) || !TryReadBegin(text, out var begin))
            return false;
        var (user, query) = Parts(text, begin);
        return user.Contains(mask, StringComparison.Ordinal) ||
            query.Split('&').Any(pair => pair[(pair.IndexOf('=', StringComparison.Ordinal) + 1)..] == mask);
    }

    /// <summary>A message about values with a mask in the place of what is secret of those that are addresses.</summary>
    public static string HideIn(string message, ConfigValue values, string mask)
    {
        foreach (var secret in In(values).Where(secret => secret.Length > 0).OrderByDescending(secret => secret.Length))
            message = message.Replace(secret, mask, StringComparison.Ordinal);
        return message;
    }

    /// <summary>Scheme, host and port of a text that is an address; null for any other.</summary>
    public static string? ServerOf(string text)
    {
        if (!TryReadBegin(text, out var begin))
            return null;
        var end = text.AsSpan(begin).IndexOfAny('/', '?', '#');
        var host = end < 0 ? text[begin..] : text.Substring(begin, end);
        return text[..begin] + host[(host.LastIndexOf('@') + 1)..];
    }

    private static IEnumerable<string> In(ConfigValue value) => value switch
    {
        ConfigMap map => map.Entries.SelectMany(entry => In(entry.Value)),
        ConfigList list => list.Items.SelectMany(In),
        ConfigText text => Of(text.Value),
        _ => [],
    };

    private static string MaskQuery(string query, string mask)
    {
        var masked = new StringBuilder();
        foreach (var pair in query.Split('&'))
        {
            var value = pair.IndexOf('=', StringComparison.Ordinal) + 1;
            var isOpen = value > 0 && (value == pair.Length || IsFilledIn(pair[value..]));
            masked.Append(masked.Length == 0 ? "" : "&").Append(isOpen ? pair : pair[..value] + mask);
        }

        return masked.ToString();
    }

    private static bool IsFilledIn(string value) =>
        (value.StartsWith("${", StringComparison.Ordinal) && value.EndsWith('}')) ||
        (value.StartsWith("{{", StringComparison.Ordinal) && value.EndsWith("}}", StringComparison.Ordinal));

    private static (string User, string Query) Parts(string text, int begin)
    {
        var user = UserOf(text, begin);
        var query = text.IndexOf('?', begin + user.Length);
        return (user, query < 0 ? "" : text[(query + 1)..]);
    }

    private static string UserOf(string text, int begin)
    {
        var end = text.AsSpan(begin).IndexOfAny('/', '?', '#');
        var host = end < 0 ? text[begin..] : text.Substring(begin, end);
        if (host.LastIndexOf('@') is >= 0 and var at)
            return host[..at];

        // What follows the colon is not a port: a password with a slash or the like in it, which should be escaped.
        var colon = host.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 && host.AsSpan(colon + 1).ContainsAnyExceptInRange('0', '9') && text.LastIndexOf('@') is var last && last > begin ? text[begin..last] : "";
    }

    // Not read as Uri: a template in it makes it none.
    private static bool TryReadBegin(string text, out int begin)
    {
        var scheme = text.IndexOf("://", StringComparison.Ordinal);
        begin = scheme + 3;
        if (scheme > 0)
            return IsScheme(text.AsSpan(0, scheme));

        // Without a right scheme it is one by its user and password: name:password@host. Addresses of mail have no colon.
        begin = HalfScheme().Match(text).Length;
        var at = text.LastIndexOf('@');
        return at > begin && text.AsSpan(begin, at - begin).Contains(':') && !text.AsSpan().ContainsAny(" \t\r\n{");
    }

    private static bool IsScheme(ReadOnlySpan<char> text) =>
        text.IndexOfAnyExcept("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-.") < 0;

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9+.-]*:?/+")]
    private static partial Regex HalfScheme();
}
