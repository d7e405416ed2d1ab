using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Tocsin.Alerting.Matching.Labels;

/// <summary>A condition on one label: <c>host="a"</c>, <c>host!="a"</c>, <c>host=~"web-.*"</c> or <c>host!~"web-.*"</c>. An absent label is empty. Expressions must match all of the value.</summary>
public sealed class LabelMatcher : IEquatable<LabelMatcher>
{
    /// <summary>How long a matcher may be, in characters.</summary>
    public const int Longest = 4096;

    private readonly LabelExpression? _expression;

    private LabelMatcher(string name, string value, bool isEqual, LabelExpression? expression) => (Name, Value, IsEqual, _expression) = (name, value, isEqual, expression);

    public string Name { get; }

    /// <summary>The value or the expression.</summary>
    public string Value { get; }

    /// <summary>False when the value must be another, or not match.</summary>
    public bool IsEqual { get; }

    public bool IsRegex => _expression is not null;

    /// <summary>Whether it asks for nothing that an alert must have: <c>host=""</c>, <c>host=~".*"</c>. One that only leaves some out does not count.</summary>
    public bool AsksForNothing => IsEqual && Matches("");

    /// <summary>The texts of which the label must be one, where the matcher says so: <c>a|b</c> has two. Null when the expression says more than that.</summary>
    internal IReadOnlyList<string>? Literals => _expression is null ? [Value] : _expression.Literals;

    /// <summary>What every value begins with that the expression takes; empty when that cannot be seen at once.</summary>
    internal string Prefix => _expression?.Prefix ?? "";

    /// <param name="error">What is wrong, for people.</param>
    public static bool TryCreate(string name, string value, bool isRegex, bool isEqual, [NotNullWhen(true)] out LabelMatcher? matcher, [NotNullWhen(false)] out string? error)
    {
        matcher = null;
        error = null;
        LabelExpression? expression = null;
        if (name.Length == 0)
            error = "a matcher needs the name of a label";
        else if (name.Length + value.Length > Longest)
            error = $"a matcher of {name.Length + value.Length} characters is too long: at most {Longest} are allowed";
        else if (isRegex && !LabelExpression.TryCreate(value, out expression, out var wrong))
            error = $"the expression of {name} cannot be read: {wrong}";
        if (error is null)
            matcher = new LabelMatcher(name, value, isEqual, expression);
        return error is null;
    }

    /// <summary>Reads <c>name="value"</c>. Quotes may be left out where the value holds none.</summary>
    /// <param name="error">What is wrong, for people.</param>
    public static bool TryParse(string text, [NotNullWhen(true)] out LabelMatcher? matcher, [NotNullWhen(false)] out string? error)
    {
        matcher = null;
        var at = text.AsSpan().IndexOfAny('=', '!');
        var sign = at < 0 ? "" : text[at..Math.Min(at + 2, text.Length)];
        if (!(sign is "=~" or "!=" or "!~" || sign.StartsWith('=')))
        {
            error = $"'{text}' is not a matcher: write name=\"value\", name!=\"value\", name=~\"expression\" or name!~\"expression\"";
            return false;
        }

        var length = sign is "=~" or "!=" or "!~" ? 2 : 1;
        if (!TryUnquote(text[(at + length)..].Trim(), out var value))
        {
            error = $"the value of matcher '{text}' has a quote too many or too few";
            return false;
        }

        return TryCreate(text[..at].Trim(), value, isRegex: sign[^1] == '~' && length == 2, isEqual: sign[0] == '=', out matcher, out error);
    }

    public bool Matches(string value)
    {
        if (_expression is null)
            return (value == Value) == IsEqual;

        // Nothing is silenced by an expression that has no answer.
        return _expression.Takes(value) is { } isTaken && isTaken == IsEqual;
    }

    public bool Equals(LabelMatcher? other) =>
        other is not null && Name == other.Name && Value == other.Value && IsEqual == other.IsEqual && IsRegex == other.IsRegex;

    public override bool Equals(object? obj) => Equals(obj as LabelMatcher);

    public override int GetHashCode() => HashCode.Combine(Name, Value, IsEqual, IsRegex);

    public override string ToString() => $"{Name}{(IsEqual ? "=" : "!")}{(IsRegex ? "~" : IsEqual ? "" : "=")}\"{Quoted(Value)}\"";

    private static string Quoted(string value) => value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);

    private static bool TryUnquote(string text, out string value)
    {
        var isQuoted = text.StartsWith('"');
        value = text;
        if (isQuoted)
        {
            if (text.Length < 2 || text[^1] != '"')
                return false;
            text = text[1..^1];
        }

        var plain = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '"')
                return false;
            if (text[i] != '\\' || i + 1 == text.Length)
            {
                if (text[i] == '\\' && isQuoted)
                    return false;
                plain.Append(text[i]);
                continue;
            }

            // Of the marks only these three mean something, as everywhere in Prometheus: others belong to the expression.
            i++;
            _ = text[i] switch
            {
                '"' => plain.Append('"'),
                '\\' => plain.Append('\\'),
                'n' => plain.Append('\n'),
                _ => plain.Append('\\').Append(text[i]),
            };
        }

        value = plain.ToString();
        return true;
    }
}
