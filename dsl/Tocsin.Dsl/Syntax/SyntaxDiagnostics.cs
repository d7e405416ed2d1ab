using Tocsin.Dsl.Syntax.Remedies;

namespace Tocsin.Dsl.Syntax;

/// <summary>Every mistake that tokenizer and parsers find: codes TS0001 to TS0099 refuse the script.</summary>
internal static class SyntaxDiagnostics
{
    public static void ReportUnknownCharacter(
        this DiagnosticBag bag, TextSpan span, string text, string codePoint, bool afterRegex, bool afterComment)
    {
        var message = text[0] > ' ' && text[0] < '\u007F' ? $"unexpected '{text}'" : $"unexpected character U+{codePoint}";
        bag.Error("TS0001", span, message, HintForUnknown(text, afterRegex, afterComment));
    }

    public static void ReportSecondDecimalPoint(this DiagnosticBag bag, TextSpan span, string text) =>
        bag.Error("TS0002", span, $"the number {Shorten(text)} has more than one decimal point", "write a text that looks like a number in single quotes");

    public static void ReportUnterminatedReference(this DiagnosticBag bag, TextSpan span) =>
        bag.Error(
            "TS0003", span, "the name of a field or tag has no closing \"",
            "add the \"; if it is there, an earlier one is missing or is escaped by a backslash");

    public static void ReportUnterminatedString(this DiagnosticBag bag, TextSpan span, bool isTripleQuoted) =>
        bag.Error(
            "TS0004", span, isTripleQuoted ? "the text has no closing '''" : "the text has no closing '",
            "add it; if it is there, an earlier quote is missing, or a backslash before the quote takes it into the text "
            + "(a text cannot end with a backslash)");

    public static void ReportUnterminatedRegex(this DiagnosticBag bag, TextSpan span) =>
        bag.Error(
            "TS0005", span, "the regular expression that begins here has no closing /",
            "add the /; a division is read as a regular expression where a value is expected, such as after a comment");

    public static void ReportIllegalNumber(this DiagnosticBag bag, TextSpan span, string text)
    {
        var isOctal = text.Length > 1 && text[0] == '0' && !text.Contains('.');
        bag.Error(
            "TS0006", span, $"\"{Shorten(text)}\" is not a number",
            isOctal
                ? "a leading 0 means base 8, with digits 0 to 7: leave it out"
                : "whole numbers reach from 0 to 9223372036854775807; digits are 0 to 9");
    }

    public static void ReportInvalidDuration(this DiagnosticBag bag, TextSpan span, string text) =>
        bag.Error("TS0007", span, $"{Shorten(text)} is not a duration", "its count must be a whole number up to 9223372036854775807 with digits 0 to 9");

    public static void ReportDurationOverflow(this DiagnosticBag bag, TextSpan span, string text) =>
        bag.Error("TS0008", span, $"the duration {Shorten(text)} is too long", "the longest is about 292 years, or 15250w");

    public static void ReportInvalidRegex(this DiagnosticBag bag, TextSpan span, string error) =>
        bag.Error("TS0009", span, "error in the regular expression: " + error);

    public static void ReportUnexpected(this DiagnosticBag bag, TextSpan span, string found, string expected, WayOut wayOut) =>
        bag.Error("TS0010", span, $"unexpected {found}, expected {expected}", wayOut);

    public static void ReportTooDeep(this DiagnosticBag bag, TextSpan span, int limit) =>
        bag.Error("TS0011", span, $"the script nests deeper than {limit} levels here", "give inner parts a name with 'var' and use the name");

    public static void ReportStatementWithoutEffect(this DiagnosticBag bag, TextSpan span, string text) =>
        bag.Warning("TS0101", span, $"'{text}' is a statement of its own, which does nothing", "remove it, or join it to the statement it belongs to");

    public static void ReportSplitLiteral(this DiagnosticBag bag, TextSpan span, string left, string right) =>
        bag.Warning(
            "TS0102", span, $"'{left}{right}' is read as '{left}', and '{right}' is a statement of its own, which does nothing",
            "durations have one unit (90m, not 1h30m), numbers have no exponent");

    public static void ReportCommentReadAsRegex(this DiagnosticBag bag, TextSpan span) =>
        bag.Warning(
            "TS0103", span, "after '=', '=~' and '!~' two slashes are an empty regular expression, not a comment",
            "move the comment to the line before the statement");

    public static void ReportLineSwallowedByComment(this DiagnosticBag bag, TextSpan span) =>
        bag.Warning(
            "TS0104", span, "this line begins with a slash right after a comment and is read as part of the comment",
            "if it is code, do not let it begin the line; if it is a comment, begin it with two slashes");

    public static void ReportDurationWraps(this DiagnosticBag bag, TextSpan span, string text, string value) =>
        bag.Warning("TS0105", span, $"the duration {Shorten(text)} is too long and becomes {value}", "the longest is about 292 years, or 15250w");

    /// <summary>A part of a script on one line, cut off where it is long: a message names it, and its place is told beside.</summary>
    public static string Shorten(string text)
    {
        const int longest = 40;
        var line = text.ReplaceLineEndings(" ");
        return line.Length <= longest ? line : line[..(longest - (char.IsHighSurrogate(line[longest - 1]) ? 1 : 0))] + "…";
    }

    private static string? HintForUnknown(string text, bool afterRegex, bool afterComment) => text switch
    {
        "&" or "&&" => "write AND",
        "\uFEFF" => "save the script as UTF-8 without a byte order mark",
        ";" => "statements need no separator: remove it",
        "#" => "comments begin with //",
        "{" or "}" or ":" => "TICKscript has no such symbol; a lambda is written 'lambda: expression'",
        "_" => "names begin with a letter",
        "\\" => "a backslash has a meaning only inside quotes and regular expressions",
        _ when afterComment => "an operator cannot follow a comment: write the operator before the comment",
        _ when afterRegex => "an operator cannot follow a regular expression: put the match in parentheses, as in (\"a\" =~ /x/) == TRUE",
        "=" => "compare with ==",
        "<" or "<=" or ">" or ">=" or "%" or "+" or "==" => "a value must stand before this operator",
        _ => null,
    };
}
