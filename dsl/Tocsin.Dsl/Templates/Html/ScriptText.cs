using System.Globalization;
using System.Text;
using Tocsin.Dsl.Templates.Functions;
using Tocsin.Dsl.Templates.Printing;

namespace Tocsin.Dsl.Templates.Html;

/// <summary>Values, strings and patterns as scripts write them.</summary>
internal static class ScriptText
{
    private const string Hex = "\"`&'+<>";

    /// <summary>A value as JSON, kept apart from names and numbers beside it.</summary>
    public static string Value(in TemplateValue value)
    {
        if (value.Kind == TemplateValueKind.Script)
            return value.Text;

        var hasName = value.Kind is TemplateValueKind.Duration or TemplateValueKind.Month or TemplateValueKind.Weekday;
        var shown = hasName ? TemplateValue.From(Printer.Print(value)) : value;
        var builder = new StringBuilder();
        if (JsonText.Append(builder, shown, int.MaxValue, 0) is { } error)
            return $" /* {error.Replace("*/", "* /", StringComparison.Ordinal)} */null ";

        var text = builder.ToString();
        return ScriptScanner.IsNamePart(text[0]) || ScriptScanner.IsNamePart(text[^1]) ? $" {text} " : text;
    }

    public static string String(string text) => Escape(text, "/", "");

    public static string Pattern(string text) => text.Length == 0 ? "(?:)" : Escape(text, "/", "$()*-.?[]^{|}");

    private static string Escape(string text, string slashed, string patterned)
    {
        var builder = new StringBuilder(text.Length + 16);
        foreach (var c in text)
        {
            _ = c switch
            {
                '\t' => builder.Append(@"\t"),
                '\n' => builder.Append(@"\n"),
                '\f' => builder.Append(@"\f"),
                '\r' => builder.Append(@"\r"),
                '\\' => builder.Append(@"\\"),
                < ' ' or '\u2028' or '\u2029' => builder.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
                _ when Hex.Contains(c) => builder.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
                _ when slashed.Contains(c) || patterned.Contains(c) => builder.Append('\\').Append(c),
                _ => builder.Append(c),
            };
        }

        return builder.ToString();
    }
}
