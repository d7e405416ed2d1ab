using SourceSpan = Superpower.Model.TextSpan;

namespace Tocsin.Dsl.Syntax.Parsing;

/// <summary>Reads what stands before a token.</summary>
internal sealed class TriviaReader(DiagnosticBag diagnostics)
{
    private readonly List<Trivia> _found = [];
    private int _swallowed;

    /// <summary>What was read last.</summary>
    public IReadOnlyList<Trivia> Last { get; private set; } = [];

    /// <summary>Reads blanks and comments, and moves <paramref name="rest"/> to the token after them. True when there was a comment.</summary>
    public bool Read(ref SourceSpan rest, LexerMode mode)
    {
        _found.Clear();
        Add(ref rest, TriviaKind.Blank, LengthOfBlanks(rest.AsReadOnlySpan()));
        var hasComment = false;
        while (mode != LexerMode.RegexOrOperand && rest.AsReadOnlySpan().StartsWith("//"))
        {
            hasComment = true;
            Add(ref rest, TriviaKind.Comment, LengthOfComment(rest));
            Add(ref rest, TriviaKind.Blank, LengthOfBlanks(rest.AsReadOnlySpan()));
        }

        Last = _found.Count == 0 ? [] : _found.ToArray();
        return hasComment;
    }

    private void Add(ref SourceSpan rest, TriviaKind kind, int length)
    {
        if (length == 0)
            return;

        _found.Add(new Trivia(kind, new TextSpan(rest.Position.Absolute, length)));
        rest = rest.Skip(length);
    }

    private static int LengthOfBlanks(ReadOnlySpan<char> text) => text.Length - text.TrimStart().Length;

    // A comment goes on with every following line that begins with one slash, whether or not a second one follows.
    private int LengthOfComment(SourceSpan rest)
    {
        var text = rest.AsReadOnlySpan();
        var at = 0;
        do
        {
            var line = Lines.FirstOf(text[at..]);
            if (!line.StartsWith("//"))
                ReportSwallowed(new TextSpan(rest.Position.Absolute + at, line.Length));

            at += line.Length;
            if (at == text.Length)
                break;

            at++;
            while (at < text.Length && text[at] != '\n' && char.IsWhiteSpace(text[at]))
                at++;
        }
        while (at < text.Length && text[at] == '/');

        return at;
    }

    private void ReportSwallowed(TextSpan line)
    {
        if (_swallowed++ < ReportLimit.EachSort)
            diagnostics.ReportLineSwallowedByComment(line);
    }
}
