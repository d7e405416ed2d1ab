using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Tocsin.Engine.Sources.Generic;

/// <summary>Says whether a value of a JSON document is a certain one: <c>$.status==test</c>. Immutable.</summary>
internal sealed class JsonCondition
{
    private const string Equal = "==";

    private readonly JsonPathText _left;
    private readonly string _right;

    private JsonCondition(JsonPathText left, string right)
    {
        _left = left;
        _right = right;
    }

    public static bool TryParse(string text, [NotNullWhen(true)] out JsonCondition? condition, [NotNullWhen(false)] out string? error)
    {
        condition = null;
        var at = text.IndexOf(Equal, StringComparison.Ordinal);
        if (at < 0 || !text.StartsWith('$'))
        {
            error = $"'{text}' must be a path, == and a value, such as $.status==test";
            return false;
        }

        if (!JsonPathText.TryParse(text[..at].Trim(), out var left, out error))
            return false;
        condition = new JsonCondition(left, text[(at + Equal.Length)..].Trim());
        return true;
    }

    public bool IsTrue(JsonElement root) => _left.Of(root, root) == _right;
}
