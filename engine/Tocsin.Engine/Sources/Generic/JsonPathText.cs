using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;

namespace Tocsin.Engine.Sources.Generic;

/// <summary>A text made of a JSON document: a path, or a constant text with paths in braces. Immutable.</summary>
internal sealed class JsonPathText
{
    private readonly List<(string Constant, JsonPath? Path)> _parts = [];

    private JsonPathText()
    {
    }

    /// <summary>True for a text that is the same whatever the document.</summary>
    public bool IsConstant => _parts.All(static part => part.Path is null);

    /// <summary>True for a text that is one path and nothing else.</summary>
    public bool IsPath => _parts is [(_, not null)];

    public static bool TryParse(string text, [NotNullWhen(true)] out JsonPathText? parsed, [NotNullWhen(false)] out string? error)
    {
        parsed = new JsonPathText();
        error = text.StartsWith('$') ? parsed.AddPath(text) : parsed.AddParts(text);
        if (error is not null)
            parsed = null;
        return parsed is not null;
    }

    /// <summary>For a text that was checked.</summary>
    /// <exception cref="ArgumentException">The text is wrong.</exception>
    public static JsonPathText Parse(string text) => TryParse(text, out var parsed, out var error) ? parsed : throw new ArgumentException(error, nameof(text));

    /// <summary>The text; what is absent counts as empty.</summary>
    public string Of(JsonElement item, JsonElement root)
    {
        if (_parts is [(_, { } only)])
            return only.TryFind(item, root, out var value) ? TextOf(value) : "";

        var text = new StringBuilder();
        foreach (var (constant, path) in _parts)
            text.Append(path is null ? constant : path.TryFind(item, root, out var value) ? TextOf(value) : "");
        return text.ToString();
    }

    /// <summary>The text when all of its paths lead to something; what is there and empty says nothing either.</summary>
    /// <param name="missing">Otherwise the first path that does not.</param>
    public bool TryOf(JsonElement item, JsonElement root, out string text, [NotNullWhen(false)] out string? missing)
    {
        missing = _parts.Select(part => part.Path)
            .FirstOrDefault(path => path is not null && !(path.TryFind(item, root, out var value) && TextOf(value).Length > 0))?.Text;
        text = missing is null ? Of(item, root) : "";
        return missing is null;
    }

    /// <summary>The value with its own type when the text is one path, otherwise the text; null when it is absent or empty.</summary>
    public object? ValueOf(JsonElement item, JsonElement root)
    {
        if (_parts is not [(_, { } only)])
            return TryOf(item, root, out var text, out _) && text.Length > 0 ? text : null;
        if (!only.TryFind(item, root, out var value))
            return null;
        return value.ValueKind switch
        {
            JsonValueKind.Number => value.TryGetInt64(out var whole) ? whole : value.GetDouble(),
            JsonValueKind.True or JsonValueKind.False => value.GetBoolean(),
            _ => TextOf(value),
        };
    }

    private static string TextOf(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString() ?? "" : value.GetRawText();

    private string? AddPath(string text)
    {
        if (!JsonPath.TryParse(text, out var path, out var error))
            return error;
        _parts.Add(("", path));
        return null;
    }

    private string? AddParts(string text)
    {
        var at = 0;
        for (var open = text.IndexOf("{$", StringComparison.Ordinal); open >= 0; open = text.IndexOf("{$", at, StringComparison.Ordinal))
        {
            var close = text.IndexOf('}', open);
            if (close < 0)
                return $"'{text[open..]}' has no closing brace";
            if (open > at)
                _parts.Add((text[at..open], null));
            if (AddPath(text[(open + 1)..close]) is { } error)
                return error;
            at = close + 1;
        }

        if (at < text.Length)
            _parts.Add((text[at..], null));
        return null;
    }
}
