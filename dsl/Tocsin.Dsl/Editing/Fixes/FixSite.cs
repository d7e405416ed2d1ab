using Tocsin.Dsl.Syntax;

namespace Tocsin.Dsl.Editing.Fixes;

/// <summary>A mistake with the tokens around it.</summary>
internal sealed class FixSite
{
    private readonly IReadOnlyList<SyntaxToken> _tokens;

    public FixSite(EditedScript script, Diagnostic diagnostic)
    {
        Script = script;
        Diagnostic = diagnostic;
        _tokens = script.Tree.Tokens;
        First = FirstFrom(diagnostic.Span.Start);
    }

    public EditedScript Script { get; }

    public Diagnostic Diagnostic { get; }

    public TextSpan Span => Diagnostic.Span;

    /// <summary>The number of the token that the mistake begins at.</summary>
    public int First { get; }

    /// <summary>The text that the mistake is about.</summary>
    public string Text => Script.TextAt(Span);

    public SyntaxKind Kind(int at) => at >= 0 && at < _tokens.Count ? _tokens[at].Kind : SyntaxKind.EndOfFile;

    public TextSpan SpanOf(int at) => _tokens[Math.Clamp(at, 0, _tokens.Count - 1)].Span;

    public string TextOf(int at) => Script.TextAt(SpanOf(at));

    /// <summary>Where the token before the mistake ends.</summary>
    public int EndBefore => First > 0 ? SpanOf(First - 1).End : 0;

    /// <summary>The number of the operator before the name that the mistake is about, or -1.</summary>
    public int Operator => Kind(First) is SyntaxKind.Dot or SyntaxKind.Pipe or SyntaxKind.At ? First
        : Kind(First - 1) is SyntaxKind.Dot or SyntaxKind.Pipe or SyntaxKind.At ? First - 1 : -1;

    /// <summary>The number of the name that the mistake is about, behind its operator.</summary>
    public int Name => Operator == First ? First + 1 : First;

    /// <summary>The number of the last token of the call that a name begins; the name itself where there is none.</summary>
    public int CallEnd(int name)
    {
        if (Kind(name + 1) != SyntaxKind.OpenParen)
            return name;
        var depth = 0;
        for (var at = name + 1; at < _tokens.Count; at++)
        {
            depth += Kind(at) is SyntaxKind.OpenParen ? 1 : Kind(at) is SyntaxKind.CloseParen ? -1 : 0;
            if (depth == 0)
                return at;
            if (Kind(at) is SyntaxKind.Var or SyntaxKind.Dbrp or SyntaxKind.EndOfFile)
                break;
        }

        return name;
    }

    /// <summary>A name with the arguments behind it.</summary>
    public TextSpan CallOf(int name) => TextSpan.FromBounds(SpanOf(name).Start, SpanOf(CallEnd(name)).End);

    /// <summary>The arguments of the call that a name begins, each from its first token to its last.</summary>
    public IReadOnlyList<TextSpan> ArgumentsOf(int name)
    {
        var (found, depth, first) = (new List<TextSpan>(), 0, name + 2);
        var end = CallEnd(name);
        for (var at = name + 2; at <= end; at++)
        {
            if ((Kind(at) == SyntaxKind.Comma && depth == 0) || at == end)
            {
                if (at > first)
                    found.Add(TextSpan.FromBounds(SpanOf(first).Start, SpanOf(at - 1).End));
                first = at + 1;
            }

            depth += Kind(at) is SyntaxKind.OpenParen or SyntaxKind.OpenBracket ? 1 : Kind(at) is SyntaxKind.CloseParen or SyntaxKind.CloseBracket ? -1 : 0;
        }

        return found;
    }

    /// <summary>The number of the name of the nearest node of a name, at the mistake or above it; -1 for none.</summary>
    public int NodeAbove(string node)
    {
        for (var at = Name; at > 0; at--)
        {
            if (Kind(at) == SyntaxKind.Identifier && Kind(at - 1) is SyntaxKind.Pipe or SyntaxKind.At && TextOf(at) == node)
                return at;
        }

        return -1;
    }

    /// <summary>The number of the name of the node that the mistake belongs to, with its properties; -1 for none.</summary>
    public int NodeAround()
    {
        for (var at = Name; at > 0; at--)
        {
            if (Kind(at) == SyntaxKind.Identifier && Kind(at - 1) is SyntaxKind.Pipe or SyntaxKind.At)
                return at;
        }

        return -1;
    }

    /// <summary>The number of the token that begins the argument, or the value, in which a token stands.</summary>
    public int ArgumentStart(int at)
    {
        for (var depth = 0; at > 0; at--)
        {
            var before = Kind(at - 1);
            if (before is SyntaxKind.CloseParen or SyntaxKind.CloseBracket)
                depth++;
            else if (before is (SyntaxKind.OpenParen or SyntaxKind.OpenBracket) && depth-- == 0 && (before == SyntaxKind.OpenBracket || Kind(at - 2) == SyntaxKind.Identifier))
                break;
            else if ((before is SyntaxKind.Comma && depth == 0) || before is SyntaxKind.Assign or SyntaxKind.Lambda or SyntaxKind.Var)
                break;
        }

        return at;
    }

    /// <summary>The statement around an offset; null for none.</summary>
    public StatementSyntax? Statement => Script.Tree.Root.Statements.FirstOrDefault(statement => statement.Span.Start <= Span.Start && Span.Start < Math.Max(statement.Span.End, statement.Span.Start + 1));

    /// <summary>A whole statement with the rest of its lines, where nothing else stands on them.</summary>
    public TextSpan LinesOf(TextSpan span)
    {
        var lines = Script.Lines;
        var (first, last) = (lines.PlaceOf(span.Start).Line, lines.PlaceOf(span.End).Line);
        var before = Script.Text.AsSpan(lines.StartOf(first), span.Start - lines.StartOf(first));
        var after = Script.Text.AsSpan(span.End, lines.EndOf(last) - span.End);
        if (!before.IsWhiteSpace() || !after.IsWhiteSpace())
            return span;
        return TextSpan.FromBounds(lines.StartOf(first), last + 1 < lines.Count ? lines.StartOf(last + 1) : Script.Text.Length);
    }

    /// <summary>The next text or reference of the statement from the mistake on that is meant; -1 for none.</summary>
    public int Literal(Func<string, bool> means)
    {
        for (var at = First; Kind(at) is not (SyntaxKind.EndOfFile or SyntaxKind.Var or SyntaxKind.Dbrp); at++)
        {
            if (Kind(at) is (SyntaxKind.Reference or SyntaxKind.String) && means(ValueOf(at)))
                return at;
        }

        return -1;
    }

    /// <summary>The value of a text or reference.</summary>
    public string ValueOf(int at) => Kind(at) == SyntaxKind.String ? LiteralText.UnquoteString(TextOf(at), out _) : LiteralText.Unquote(TextOf(at));

    public QuickFix Replace(TextSpan span, string text, string? title = null, bool isPreferred = true) =>
        new(title ?? (text.Length == 0 ? $"Remove {Shown(Script.TextAt(span))}" : span.Length == 0 ? $"Insert {Shown(text)}" : $"Replace {Shown(Script.TextAt(span))} with {Shown(text)}"), Diagnostic, [new TextEdit(span, text)], isPreferred);

    /// <summary>Takes a part away, with its lines where nothing else stands on them.</summary>
    public QuickFix Remove(TextSpan span) => Replace(LinesOf(span), "", $"Remove {Shown(Script.TextAt(span))}");

    public QuickFix Insert(int at, string text, string? title = null, bool isPreferred = true) => Replace(new TextSpan(at, 0), text, title, isPreferred);

    private static string Shown(string text) => SyntaxDiagnostics.Shorten(text.Trim());

    private int FirstFrom(int offset)
    {
        var (low, high) = (0, _tokens.Count - 1);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_tokens[middle].Span.Start >= offset)
                high = middle;
            else
                low = middle + 1;
        }

        return low;
    }
}
