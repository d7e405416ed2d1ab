using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.RegularExpressions;
using Tocsin.Dsl.Patterns;

namespace Tocsin.Alerting.Matching.Labels;

/// <summary>
/// The expression of a matcher, which takes whole values. Thousands are asked about each event: what can be seen in the text is judged without the
/// expression, which is compiled when it is needed first. Safe for any thread.
/// </summary>
internal sealed class LabelExpression
{
    private const string Meta = @"\.+*?()[]{}|^$";

    private readonly string _text;
    private readonly string _needed;
    private Regex? _regex;

    private LabelExpression(string text, Regex? regex)
    {
        (_text, _regex) = (text, regex);
        Literals = LiteralsOf(text);
        (Prefix, _needed) = PartsOf(text);
    }

    /// <summary>The texts of which a value must be one, where the expression says so: <c>a|b</c> has two. Null when it says more than that.</summary>
    public IReadOnlyList<string>? Literals { get; }

    /// <summary>What every value begins with that it takes; empty when that cannot be seen at once.</summary>
    public string Prefix { get; }

    /// <param name="error">What is wrong, for people.</param>
    public static bool TryCreate(string text, [NotNullWhen(true)] out LabelExpression? expression, [NotNullWhen(false)] out string? error)
    {
        expression = Re2.IsValid(Whole(text), out error) ? new LabelExpression(text, null) : null;
        return expression is not null;
    }

    /// <summary>Whether it takes a value; null when it has no answer in time.</summary>
    public bool? Takes(string value)
    {
        if (Literals is not null)
            return Literals.Contains(value, StringComparer.Ordinal);
        if (!value.StartsWith(Prefix, StringComparison.Ordinal) || !value.Contains(_needed, StringComparison.Ordinal))
            return false;
        try
        {
            return (_regex ??= Compiled(_text)).IsMatch(value);
        }
        catch (RegexMatchTimeoutException)
        {
            return null;
        }
    }

    private static string Whole(string text) => $"^(?s:{text})$";

    private static Regex Compiled(string text) =>
        Re2.TryCompile(Whole(text), out var regex, out var error) ? regex : throw new InvalidOperationException($"'{text}' was valid before: {error}");

    /// <summary>What values begin with, and the longest text that they hold, as far as that can be seen at once.</summary>
    private static (string Prefix, string Needed) PartsOf(string text)
    {
        if (text.Contains('|', StringComparison.Ordinal))
            return ("", "");
        var runs = new List<string>();
        var run = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            var isEscaped = text[i] == '\\' && i + 1 < text.Length && !char.IsAsciiLetterOrDigit(text[i + 1]);
            if (isEscaped || !Meta.Contains(text[i], StringComparison.Ordinal))
            {
                run.Append(isEscaped ? text[++i] : text[i]);
                continue;
            }

            // The last character may be left out.
            if (text[i] is '*' or '?' or '{' && run.Length > 0)
                run.Length -= char.IsLowSurrogate(run[^1]) && run.Length > 1 ? 2 : 1;
            runs.Add(run.ToString());
            run.Clear();

            // What stands in brackets, in braces and behind marks such as \d is another matter.
            if (text[i] is not ('.' or '*' or '+' or '?'))
                return (runs[0], runs.MaxBy(static part => part.Length) ?? "");
        }

        runs.Add(run.ToString());
        return (runs[0], runs.MaxBy(static part => part.Length) ?? "");
    }

    private static IReadOnlyList<string>? LiteralsOf(string expression)
    {
        var inner = expression.StartsWith("^(", StringComparison.Ordinal) && expression.EndsWith(")$", StringComparison.Ordinal) ? expression[2..^2] : expression;
        var parts = inner.Split('|');
        var literals = new List<string>(parts.Length);
        foreach (var part in parts)
        {
            var plain = new StringBuilder(part.Length);
            for (var i = 0; i < part.Length; i++)
            {
                if (part[i] == '\\' && i + 1 < part.Length && !char.IsAsciiLetterOrDigit(part[i + 1]))
                    plain.Append(part[++i]);
                else if (Meta.Contains(part[i], StringComparison.Ordinal))
                    return null;
                else
                    plain.Append(part[i]);
            }

            if (plain.Length == 0)
                return null;
            literals.Add(plain.ToString());
        }

        return literals;
    }
}
