using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Tocsin.Dsl.Patterns;

namespace Tocsin.Dsl.Lambda.Functions;

/// <summary>
/// Replacements of regular expressions: <c>$1</c>, <c>${1}</c>, <c>$name</c>, <c>${name}</c> stand for groups, <c>$$</c> for a dollar.
/// The longest name counts: <c>$1x</c> is the group <c>1x</c>. Groups that are not there are empty.
/// </summary>
internal static class ReplacementTemplate
{
    /// <summary>Refuses where the pattern takes too long, or the text becomes it.</summary>
    public static string? TryReplaceAll(Regex regex, string text, string template, TextBound bound, out string result)
    {
        result = "";
        string? replaced = null;
        if (BoundedPattern.Try(regex, text, (template, Math.Max(bound.Longest, text.Length)), ReplaceAll, ref replaced) is { } problem)
            return problem;

        result = replaced ?? "";
        return replaced is null ? bound.TooLong : null;
    }

    // Null for a text that becomes too long.
    private static string? ReplaceAll(Regex regex, string text, (string Template, int Longest) given)
    {
        var match = regex.Match(text);
        if (!match.Success)
            return text;

        var result = new StringBuilder();
        var (copied, lastEnd) = (0, -1);
        for (; match.Success; match = match.NextMatch())
        {
            // Right behind a match there is no empty one.
            if (match.Length == 0 && match.Index == lastEnd)
                continue;

            result.Append(text, copied, match.Index - copied);
            Expand(result, given.Template, match, given.Longest);
            copied = lastEnd = match.Index + match.Length;
            if (result.Length + text.Length - copied > given.Longest)
                return null;
        }

        return result.Append(text, copied, text.Length - copied).ToString();
    }

    // A template that names the group often ends when the text is too long anyway.
    private static void Expand(StringBuilder result, string template, Match match, int longest)
    {
        var rest = template.AsSpan();
        while (result.Length <= longest)
        {
            var dollar = rest.IndexOf('$');
            if (dollar < 0)
            {
                result.Append(rest);
                return;
            }

            result.Append(rest[..dollar]);
            rest = rest[(dollar + 1)..];
            if (rest.StartsWith("$"))
            {
                result.Append('$');
                rest = rest[1..];
            }
            else if (TryReadName(rest, out var name, out var length))
            {
                result.Append(GroupText(match, name));
                rest = rest[length..];
            }
            else
            {
                result.Append('$');
            }
        }
    }

    private static bool TryReadName(ReadOnlySpan<char> text, out ReadOnlySpan<char> name, out int length)
    {
        var braced = text.StartsWith("{");
        var start = braced ? 1 : 0;
        var end = start;
        while (end < text.Length && (text[end] == '_' || char.IsLetterOrDigit(text[end])))
            end++;

        name = text[start..end];
        length = braced ? end + 1 : end;
        return name.Length > 0 && (!braced || text[end..].StartsWith("}"));
    }

    private static string GroupText(Match match, ReadOnlySpan<char> name)
    {
        var isNumber = !name.ContainsAnyExceptInRange('0', '9');
        if (!isNumber)
            return match.Groups[name.ToString()].Value;
        return int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? match.Groups[number].Value : "";
    }
}
