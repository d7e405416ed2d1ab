using System.Text;
using Superpower;
using Superpower.Model;
using SourceSpan = Superpower.Model.TextSpan;

namespace Tocsin.Dsl.Syntax.Parsing;

/// <summary>How names, numbers and everything in quotes are written. What is not closed, or is not a number, is not read.</summary>
internal static class LiteralLexemes
{
    public static readonly TextParser<SyntaxKind> Word = ReadWord;
    public static readonly TextParser<SyntaxKind> Number = ReadNumber;
    public static readonly TextParser<SyntaxKind> String = ReadString;
    public static readonly TextParser<SyntaxKind> Reference = Quoted('"', SyntaxKind.Reference);
    public static readonly TextParser<SyntaxKind> Regex = Quoted('/', SyntaxKind.Regex);

    // A letter, then letters, digits and underscores; "lambda" takes its colon along.
    private static Result<SyntaxKind> ReadWord(SourceSpan input)
    {
        var text = input.AsReadOnlySpan();
        var at = 0;
        while (at < text.Length && Letters.At(text[at..]) is var rune && (Rune.IsLetterOrDigit(rune) || rune.Value == '_'))
            at += rune.Utf16SequenceLength;

        if (text[..at] is "lambda" && at < text.Length && text[at] == ':')
            at++;
        return Found(SyntaxFacts.KindOfWord(text[..at]), input, at);
    }

    // Digits with at most one point, or digits and one unit. A second point makes it no number.
    private static Result<SyntaxKind> ReadNumber(SourceSpan input)
    {
        var text = input.AsReadOnlySpan();
        var hasPoint = text[0] == '.';
        var at = hasPoint ? 1 : 0;
        if (!Rune.IsDigit(Letters.At(text[at..])))
            return Result.Empty<SyntaxKind>(input);

        while (at < text.Length)
        {
            var rune = Letters.At(text[at..]);
            if (rune.Value == '.')
            {
                if (hasPoint)
                    return Result.Empty<SyntaxKind>(input);
                hasPoint = true;
            }
            else if (!hasPoint && SyntaxFacts.TryGetDurationUnit(text[at..], out var length, out _))
            {
                return Found(SyntaxKind.Duration, input, at + length);
            }
            else if (!Rune.IsDigit(rune))
            {
                break;
            }

            at += rune.Utf16SequenceLength;
        }

        return Found(SyntaxKind.Number, input, at);
    }

    // Two quotes inside '''…''' leave one that is missing: a backslash then escapes, as it does in '…'.
    private static Result<SyntaxKind> ReadString(SourceSpan input)
    {
        var text = input.AsReadOnlySpan();
        var quotes = text.StartsWith("'''") ? 3 : 1;
        var missing = quotes;
        for (var at = quotes; at < text.Length; at++)
        {
            if (text[at] == '\\' && missing == 1)
            {
                if (at + 1 < text.Length && text[at + 1] == '\'')
                    at++;
            }
            else if (text[at] != '\'')
            {
                missing = quotes;
            }
            else if (--missing == 0)
            {
                return Found(SyntaxKind.String, input, at + 1);
            }
        }

        return Result.Empty<SyntaxKind>(input);
    }

    /// <summary>Text between two delimiters, in which a backslash means something only before the delimiter.</summary>
    private static TextParser<SyntaxKind> Quoted(char delimiter, SyntaxKind kind) => input =>
    {
        var text = input.AsReadOnlySpan();
        for (var at = 1; at < text.Length; at++)
        {
            if (text[at] == '\\' && at + 1 < text.Length && text[at + 1] == delimiter)
                at++;
            else if (text[at] == delimiter)
                return Found(kind, input, at + 1);
        }

        return Result.Empty<SyntaxKind>(input);
    };

    private static Result<SyntaxKind> Found(SyntaxKind kind, SourceSpan input, int length) => Result.Value(kind, input, input.Skip(length));
}
