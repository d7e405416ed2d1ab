using Superpower;
using Superpower.Model;
using SourceSpan = Superpower.Model.TextSpan;

namespace Tocsin.Dsl.Syntax.Parsing;

/// <summary>
/// Cuts a script into tokens. Whether a slash or a star is an operator depends on the token before it (see <see cref="LexerMode"/>),
/// with all that follows from that for comments and regexes: scripts in the field rely on it. Text that is not a token is a bad one and
/// is reported: the tokenizer never fails.
/// </summary>
internal sealed class ScriptTokenizer : Tokenizer<SyntaxToken>
{
    // A token must have text: that of the end of a script is a character which no other token sees.
    private const char EndMark = '\0';

    private readonly List<SyntaxToken> _tokens = [];
    private readonly TriviaReader _trivia;
    private readonly BadTokens _bad;
    private readonly CommentKeeper _comments;
    private readonly NestingDepth _depth = new();

    private ScriptTokenizer(string text, DiagnosticBag diagnostics)
    {
        _trivia = new TriviaReader(diagnostics);
        _bad = new BadTokens(diagnostics);
        _comments = new CommentKeeper(text, _tokens);
    }

    public static ScriptTokens Read(SourceText source, DiagnosticBag diagnostics)
    {
        var tokenizer = new ScriptTokenizer(source.Text, diagnostics);
        var list = tokenizer.Tokenize(source.Text + EndMark);
        return new ScriptTokens(source, tokenizer._tokens, list);
    }

    protected override IEnumerable<Result<SyntaxToken>> Tokenize(SourceSpan span, TokenizationState<SyntaxToken> state)
    {
        for (var rest = span.First(span.Length - 1); ;)
        {
            var mode = LexerModes.After(_tokens.Count == 0 ? null : _tokens[^1].Kind);
            var isAfterComment = _trivia.Read(ref rest, mode);
            if (rest.IsAtEnd)
            {
                var mark = new SourceSpan(rest.Source!, rest.Position, 1); // The text of a span that was read from.
                yield return Result.Value(Add(SyntaxKind.EndOfFile, mode, rest, rest), mark, mark.Skip(1));
                yield break;
            }

            var found = ReadToken(rest, isAfterComment ? LexerMode.Operand : mode);
            if (!found.HasValue)
                found = _bad.Read(rest, _tokens, isAfterComment && mode == LexerMode.Operator);
            else if (found.Value == SyntaxKind.Regex)
                _bad.WarnOfCommentReadAsRegex(rest);

            yield return Result.Value(Add(found.Value, mode, rest, found.Remainder), rest, found.Remainder);
            rest = found.Remainder;
        }
    }

    private Result<SyntaxKind> ReadToken(SourceSpan rest, LexerMode mode)
    {
        if (_bad.AreTooMany)
            return Result.Empty<SyntaxKind>(rest);

        return mode == LexerMode.Operator ? Lexemes.AfterOperand(rest)(rest) : Lexemes.BeforeOperand(rest)(rest);
    }

    private SyntaxToken Add(SyntaxKind kind, LexerMode mode, SourceSpan start, SourceSpan end)
    {
        var span = TextSpan.FromBounds(start.Position.Absolute, end.Position.Absolute);
        var token = new SyntaxToken(kind, span, _trivia.Last) { Comments = _comments.Take(kind, _trivia.Last), Depth = _depth.Of(kind, mode) };
        _tokens.Add(token);
        return token;
    }
}
