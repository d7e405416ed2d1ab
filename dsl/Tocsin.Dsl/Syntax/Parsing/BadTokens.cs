using System.Globalization;
using System.Text;
using Superpower.Model;
using SourceSpan = Superpower.Model.TextSpan;

namespace Tocsin.Dsl.Syntax.Parsing;

/// <summary>Text that is not a token: how far it goes, and what to tell about it.</summary>
internal sealed class BadTokens(DiagnosticBag diagnostics)
{
    private int _found;
    private int _commentsReadAsRegex;

    /// <summary>
    /// True when the text is not a script: what follows is one bad token, so that garbage is not searched over and over.
    /// </summary>
    public bool AreTooMany => _found >= ReportLimit.EachSort;

    /// <summary>Reads what is not a token, and reports it.</summary>
    /// <param name="before">The tokens before it.</param>
    /// <param name="isOperator">Whether it stands in the place of an operator, after a comment that ended the search for one.</param>
    public Result<SyntaxKind> Read(SourceSpan rest, IReadOnlyList<SyntaxToken> before, bool isOperator)
    {
        if (AreTooMany)
            return Result.Value(SyntaxKind.Bad, rest, rest.Skip(rest.Length));

        _found++;
        var bad = rest.First(LengthOf(rest.AsReadOnlySpan()));
        Report(bad, before.Count > 0 && before[^1].Kind == SyntaxKind.Regex, isOperator);
        return Result.Value(SyntaxKind.Bad, rest, rest.Skip(bad.Length));
    }

    /// <summary>Warns when the regex that comes next is two slashes with text after them.</summary>
    public void WarnOfCommentReadAsRegex(SourceSpan rest)
    {
        if (!rest.AsReadOnlySpan().StartsWith("//") || _commentsReadAsRegex++ >= ReportLimit.EachSort)
            return;

        var line = Lines.FirstOf(rest.AsReadOnlySpan());
        if (line[2..].Trim() is [not (')' or ','), ..])
            diagnostics.ReportCommentReadAsRegex(new TextSpan(rest.Position.Absolute, line.Length));
    }

    // Text after a missing quote is read again as script, from the next line on: most mistakes there are found in the same pass.
    private static int LengthOf(ReadOnlySpan<char> text)
    {
        if (text[0] is '\'' or '"' or '/')
            return Math.Max(1, Lines.FirstOf(text).TrimEnd().Length);
        if (IsNumber(text))
            return LengthOfNumber(text);

        var length = Letters.At(text).Utf16SequenceLength;
        while (length < text.Length && (text[length] == '&' ? text[0] == '&' : text[0] is '=' or '<' or '>' && text[length] is '=' or '~'))
            length++;
        return length;
    }

    private static bool IsNumber(ReadOnlySpan<char> text) => text[0] == '.' || Rune.IsDigit(Letters.At(text));

    // After the second point only the digits from 0 to 9 and further points belong to it.
    private static int LengthOfNumber(ReadOnlySpan<char> text)
    {
        var point = text.IndexOf('.');
        var second = point + 1 + text[(point + 1)..].IndexOf('.');
        var rest = text[second..].IndexOfAnyExcept("0123456789.");
        return rest < 0 ? text.Length : second + rest;
    }

    private void Report(SourceSpan bad, bool isAfterRegex, bool isAfterComment)
    {
        var span = new TextSpan(bad.Position.Absolute, bad.Length);
        var text = bad.AsReadOnlySpan();
        if (text[0] == '"')
            diagnostics.ReportUnterminatedReference(span);
        else if (text[0] == '\'')
            diagnostics.ReportUnterminatedString(span, text.StartsWith("'''"));
        else if (text[0] == '/')
            diagnostics.ReportUnterminatedRegex(span);
        else if (IsNumber(text))
            diagnostics.ReportSecondDecimalPoint(span, bad.ToStringValue());
        else
            diagnostics.ReportUnknownCharacter(span, bad.ToStringValue(), CodeOf(text), isAfterRegex, isAfterComment);
    }

    private static string CodeOf(ReadOnlySpan<char> text) => Letters.At(text).Value.ToString("X4", CultureInfo.InvariantCulture);
}
