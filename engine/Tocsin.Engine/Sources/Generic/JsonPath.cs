using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;

namespace Tocsin.Engine.Sources.Generic;

/// <summary>A path to one value of a JSON document: <c>$.a.b</c>, <c>$['a b'][0]</c>; <c>$$</c> begins at the whole body. Immutable.</summary>
internal sealed class JsonPath
{
    private readonly List<(string? Name, int Index)> _steps = [];
    private bool _isFromRoot;

    private JsonPath(string text) => Text = text;

    /// <summary>The path as it was written.</summary>
    public string Text { get; }

    public static bool TryParse(string text, [NotNullWhen(true)] out JsonPath? path, [NotNullWhen(false)] out string? error)
    {
        path = new JsonPath(text);
        error = text.StartsWith('$') ? path.Read(text.AsSpan(1)) : $"the path '{text}' must begin with $";
        if (error is not null)
            path = null;
        return path is not null;
    }

    /// <summary>Finds the value; false when it is absent or null.</summary>
    /// <param name="item">Where <c>$</c> begins.</param>
    /// <param name="root">Where <c>$$</c> begins.</param>
    public bool TryFind(JsonElement item, JsonElement root, out JsonElement found)
    {
        found = _isFromRoot ? root : item;
        foreach (var (name, index) in _steps)
        {
            if (name is not null && found.ValueKind == JsonValueKind.Object && found.TryGetProperty(name, out var member))
                found = member;
            else if (name is null && found.ValueKind == JsonValueKind.Array && index < found.GetArrayLength())
                found = found[index];
            else
                return false;
        }

        return found.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined);
    }

    private string? Read(ReadOnlySpan<char> rest)
    {
        if (rest.StartsWith("$"))
        {
            _isFromRoot = true;
            rest = rest[1..];
        }

        while (!rest.IsEmpty)
        {
            var length = rest[0] switch { '.' => ReadName(rest), '[' => ReadBracket(rest), _ => 0 };
            if (length == 0)
                return $"the path '{Text}' is not understood at '{rest}': write .name, ['name'] or [0]";
            rest = rest[length..];
        }

        return null;
    }

    private int ReadName(ReadOnlySpan<char> rest)
    {
        var end = rest[1..].IndexOfAny('.', '[');
        var name = end < 0 ? rest[1..] : rest[1..(end + 1)];
        if (name.IsEmpty)
            return 0;
        _steps.Add((name.ToString(), 0));
        return name.Length + 1;
    }

    private int ReadBracket(ReadOnlySpan<char> rest)
    {
        if (rest.Length > 1 && rest[1] is '\'' or '"')
        {
            var end = rest[2..].IndexOf([rest[1], ']']);
            if (end < 0)
                return 0;
            _steps.Add((rest[2..(end + 2)].ToString(), 0));
            return end + 4;
        }

        var close = rest.IndexOf(']');
        if (close < 0 || !int.TryParse(rest[1..close], NumberStyles.None, CultureInfo.InvariantCulture, out var index))
            return 0;
        _steps.Add((null, index));
        return close + 1;
    }
}
