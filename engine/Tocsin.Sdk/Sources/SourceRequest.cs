using System.Text;

namespace Tocsin.Sdk.Sources;

/// <summary>A request as it came in. Never changes.</summary>
public sealed record SourceRequest
{
    /// <summary>The method, in upper case.</summary>
    public string Method { get; init; } = "POST";

    /// <summary>What follows the source's own path, without a leading slash, still escaped; usually empty.</summary>
    public string Path { get; init; } = "";

    /// <summary>The address as the sender called it, as far as the server can tell.</summary>
    public Uri Url { get; init; } = new("http://localhost/");

    /// <summary>The parameters of the address, unescaped, in their order.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Query { get; init; } = [];

    /// <summary>The headers by name, in any case; the values of a repeated one joined by commas.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>The raw body.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>When it came in.</summary>
    public DateTimeOffset Received { get; init; }

    /// <summary>A header's value; empty when there is none.</summary>
    public string Header(string name) => Headers.TryGetValue(name, out var value) ? value : "";

    /// <summary>The first value of a parameter; empty when there is none.</summary>
    public string Parameter(string name)
    {
        foreach (var (key, value) in Query)
        {
            if (key == name)
                return value;
        }

        return "";
    }

    /// <summary>The body as text; bytes that are not UTF-8 become U+FFFD.</summary>
    public string Text() => Encoding.UTF8.GetString(Body.Span);

    /// <summary>The fields of a form-encoded body, unescaped, in their order.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Form()
    {
        var fields = new List<KeyValuePair<string, string>>();
        foreach (var pair in Text().Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            fields.Add(equals < 0 ? new(Unescape(pair), "") : new(Unescape(pair[..equals]), Unescape(pair[(equals + 1)..])));
        }

        return fields;
    }

    private static string Unescape(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}
