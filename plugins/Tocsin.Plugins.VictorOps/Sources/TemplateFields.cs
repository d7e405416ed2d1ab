using System.Text.RegularExpressions;
using Tocsin.Sdk.Sources;

namespace Tocsin.Plugins.VictorOps.Sources;

/// <summary>
/// The fields of a webhook. VictorOps puts values into the user's template as they are, so that a quotation mark in a message makes the
/// JSON wrong: then the fields are found by their names. Of two fields of one name the first counts, as texts that people write stand last.
/// </summary>
internal static partial class TemplateFields
{
    /// <summary>Reads the fields from where the webhook's method and content type put them; names in lower case, values without quotation marks around.</summary>
    /// <exception cref="FormatException">The body is neither a form nor an object.</exception>
    public static IReadOnlyDictionary<string, string> Read(SourceRequest request)
    {
        if (request.Body.Length == 0 && request.Query.Count > 0)
            return First(request.Query);
        if (IsForm(request))
            return First(request.Form());
        return First(ReadJson(request.Text()));
    }

    public static bool IsForm(SourceRequest request) =>
        request.Header("Content-Type").StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase);

    private static Dictionary<string, string> First(IEnumerable<KeyValuePair<string, string>> fields)
    {
        var first = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in fields)
            first.TryAdd(name.ToLowerInvariant(), Strip(value));
        return first;
    }

    private static IEnumerable<KeyValuePair<string, string>> ReadJson(string text)
    {
        try
        {
            var body = JsonBody.Parse(text);
            if (!body.IsObject)
                throw new FormatException("the body is not a JSON object");
            return body.Members.Select(member => KeyValuePair.Create(member.Key, member.Value.Text));
        }
        catch (FormatException) when (Loose(text) is { Count: > 0 } fields)
        {
            return fields;
        }
    }

    // Each value ends where the next known name begins.
    private static List<KeyValuePair<string, string>>? Loose(string text)
    {
        var body = text.AsSpan().Trim().TrimStart('\uFEFF');
        if (body is not ['{', .., '}'])
            return null;

        var inner = body[1..^1].ToString();
        var names = Name().Matches("," + inner).Where(match => NotificationFields.IsKnown(match.Groups["name"].Value)).ToList();
        var fields = new List<KeyValuePair<string, string>>(names.Count);
        for (var i = 0; i < names.Count; i++)
        {
            // The comma before the text shifts all by one.
            var begin = names[i].Index + names[i].Length - 1;
            var end = i + 1 < names.Count ? names[i + 1].Index - 1 : inner.Length;
            fields.Add(new(names[i].Groups["name"].Value, Unescape(inner[begin..end].Trim().TrimEnd(',').Trim())));
        }

        return fields;
    }

    // Escapes of texts that were JSON already, as those of our own handler.
    private static string Unescape(string value) =>
        value.Replace("\\n", "\n", StringComparison.Ordinal).Replace("\\\"", "\"", StringComparison.Ordinal);

    private static string Strip(string value)
    {
        var text = value.Trim();
        while (text is ['"', .. var inner, '"'])
            text = inner.Trim();

        // What VictorOps has nothing for stays as the template has it; an empty text may be a lone pair of quotation marks.
        return text.StartsWith("${{", StringComparison.Ordinal) && text.EndsWith("}}", StringComparison.Ordinal) || text is "\"" or "null" ? "" : text;
    }

    [GeneratedRegex("""[{,]\s*"(?<name>[A-Za-z0-9_.]{1,64})"\s*:\s*""", RegexOptions.NonBacktracking)]
    private static partial Regex Name();
}
