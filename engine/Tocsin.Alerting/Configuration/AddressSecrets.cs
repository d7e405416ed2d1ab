using System.Text;

namespace Tocsin.Alerting.Configuration;

/// <summary>What of an address nobody may see: the user with the password, and the values of its query, which may be keys.</summary>
internal static class AddressSecrets
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

    /// <summary>The text with a mask in the place of these parts. Variables and templates in it are no secrets, and stay.</summary>
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

    /// <summary>Scheme, host and port of a text that is an address; null for any other.</summary>
    public static string? ServerOf(string text)
    {
        if (!TryReadBegin(text, out var begin))
            return null;
        var end = text.AsSpan(begin).IndexOfAny('/', '?', '#');
        var host = end < 0 ? text[begin..] : text.Substring(begin, end);
        return text[..begin] + host[(host.LastIndexOf('@') + 1)..];
    }

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
        var end = text.AsSpan(begin).IndexOfAny('/', '?', '#');
        var host = end < 0 ? text[begin..] : text.Substring(begin, end);
        var at = host.LastIndexOf('@');
        var query = text.IndexOf('?', begin);
        return (at < 0 ? "" : host[..at], query < 0 ? "" : text[(query + 1)..]);
    }

    // Not read as Uri: a template in it makes it none.
    private static bool TryReadBegin(string text, out int begin)
    {
        var scheme = text.IndexOf("://", StringComparison.Ordinal);
        begin = scheme + 3;
        return scheme > 0 && text.AsSpan(0, scheme).IndexOfAnyExcept("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-.") < 0;
    }
}
