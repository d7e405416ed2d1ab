using System.Text.RegularExpressions;
using static Tocsin.Dsl.Lambda.Functions.Signature;

namespace Tocsin.Dsl.Lambda.Functions;

/// <summary>Functions over texts. Positions and lengths count UTF-8 bytes.</summary>
internal static class StringFunctions
{
    public static readonly FunctionDefinition[] All =
    [
        Test("strContains", "Whether the first text holds the second.", (s, part) => s.Contains(part, StringComparison.Ordinal)),
        Test("strContainsAny", "Whether the first text holds any character of the second.", (s, set) => Utf8Text.IndexOfAny(s, set) >= 0),
        Test("strHasPrefix", "Whether the first text begins with the second.", (s, part) => s.StartsWith(part, StringComparison.Ordinal)),
        Test("strHasSuffix", "Whether the first text ends with the second.", (s, part) => s.EndsWith(part, StringComparison.Ordinal)),
        Number("strCount", "How often the second text occurs in the first without overlap.", Utf8Text.Count),
        Number("strIndex", "Where the second text first begins in the first, in bytes; -1 where it does not.", Utf8Text.IndexOf),
        Number("strIndexAny", "Where the first character of the set given second stands, in bytes; -1 where none does.", Utf8Text.IndexOfAny),
        Number("strLastIndex", "Where the second text last begins in the first, in bytes; -1 where it does not.", Utf8Text.LastIndexOf),
        Number("strLastIndexAny", "Where the last character of the set given second stands, in bytes; -1 where none does.",
            Utf8Text.LastIndexOfAny),
        new("strLength", "The length in bytes.", Of<string, long>(Utf8Text.Length)) { Family = "strings" },
        new("strReplace", "Replaces the second text by the third, as often as the fourth argument says; all for a negative number.",
            OfText<string, string, string, long>(Utf8Text.TryReplace)) { Family = "strings" },
        new("strSubstring", "The bytes from the second argument up to the third; the end must lie inside the text.",
            Checked<string, long, long, string>(Utf8Text.Substring)) { Family = "strings" },
        Change("strToLower", "In lower case.", Utf8Text.ToLower),
        Change("strToUpper", "In upper case.", Utf8Text.ToUpper),
        Change("strTrimSpace", "Without blanks at both ends.", Utf8Text.TrimSpace),
        Part("strTrim", "Without the characters of the set given second at both ends.", (s, set) => Utf8Text.Trim(s, set, true, true)),
        Part("strTrimLeft", "Without the characters of the set given second at the begin.", (s, set) => Utf8Text.Trim(s, set, true, false)),
        Part("strTrimRight", "Without the characters of the set given second at the end.", (s, set) => Utf8Text.Trim(s, set, false, true)),
        Part("strTrimPrefix", "Without the second text at the begin.", (s, part) => s.StartsWith(part, StringComparison.Ordinal) ? s[part.Length..] : s),
        Part("strTrimSuffix", "Without the second text at the end.", (s, part) => s.EndsWith(part, StringComparison.Ordinal) ? s[..^part.Length] : s),
        new("regexReplace", "Replaces all matches in the second text by the third, where $1 or ${name} stand for groups.",
            OfText<Regex, string, string>(ReplacementTemplate.TryReplaceAll)) { Family = "strings" },
    ];

    private static FunctionDefinition Test(string name, string summary, Func<string, string, bool> function) =>
        new(name, summary, Of(function)) { Family = "strings" };

    private static FunctionDefinition Number(string name, string summary, Func<string, string, long> function) =>
        new(name, summary, Of(function)) { Family = "strings" };

    private static FunctionDefinition Change(string name, string summary, Func<string, string> function) =>
        new(name, summary, Of(function)) { Family = "strings" };

    private static FunctionDefinition Part(string name, string summary, Func<string, string, string> function) =>
        new(name, summary, Of(function)) { Family = "strings" };
}
