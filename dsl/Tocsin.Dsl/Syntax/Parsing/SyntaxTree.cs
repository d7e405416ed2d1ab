namespace Tocsin.Dsl.Syntax.Parsing;

/// <summary>
/// A parsed script: its text, its tokens, its tree and what there is to say about it. Never changes; safe to share. The tree is read when it is first
/// asked for: who completes a word needs the tokens only.
/// </summary>
public sealed class SyntaxTree
{
    private readonly Lazy<Reading> _read;

    private SyntaxTree(SourceText source, IReadOnlyList<SyntaxToken> tokens, Func<Reading> read)
    {
        Source = source;
        Tokens = tokens;
        _read = new Lazy<Reading>(read);
    }

    public SourceText Source { get; }

    /// <summary>All tokens; their full texts joined are the source. The last one is the end of the script.</summary>
    public IReadOnlyList<SyntaxToken> Tokens { get; }

    /// <summary>The tree. Where the script has errors, a node of a kind of its own stands for what could not be read, or nothing does.</summary>
    public ScriptSyntax Root => _read.Value.Root;

    /// <summary>Errors and warnings in the order of their place.</summary>
    public IReadOnlyList<Diagnostic> Diagnostics => _read.Value.Diagnostics;

    /// <summary>True when the script is refused.</summary>
    public bool HasErrors => FirstError is not null;

    /// <summary>The first error, or null.</summary>
    public Diagnostic? FirstError => Diagnostics.FirstOrDefault(d => d.Severity == Severity.Error);

    /// <summary>The expression of a tree that <see cref="ParseLambda"/> made; null for scripts.</summary>
    public LambdaSyntax? Lambda => _read.Value.Lambda;

    /// <summary>Parses a script. Never throws for any text.</summary>
    public static SyntaxTree Parse(SourceText source)
    {
        var diagnostics = new DiagnosticBag();
        var tokens = ScriptTokenizer.Read(source, diagnostics);
        return new SyntaxTree(source, tokens.All, () => new Reading(new ScriptReader(tokens, diagnostics).ReadScript(), null, InOrder(diagnostics)));
    }

    /// <inheritdoc cref="Parse(SourceText)"/>
    public static SyntaxTree Parse(string text) => Parse(new SourceText(text));

    /// <summary>Parses an expression as it stands after <c>lambda:</c>, such as <c>"value" &gt; 10</c>. Never throws for any text.</summary>
    public static SyntaxTree ParseLambda(string text)
    {
        var source = new SourceText(text);
        var diagnostics = new DiagnosticBag();
        var tokens = ScriptTokenizer.Read(source, diagnostics);
        return new SyntaxTree(source, tokens.All, () =>
        {
            var lambda = new ScriptReader(tokens, diagnostics).ReadLambda();
            return new Reading(new ScriptSyntax(lambda.Span, [new ExpressionStatementSyntax(lambda)], []), lambda, InOrder(diagnostics));
        });
    }

    private static Diagnostic[] InOrder(DiagnosticBag diagnostics) => [.. diagnostics.OrderBy(diagnostic => diagnostic.Span.Start)];

    private sealed record Reading(ScriptSyntax Root, LambdaSyntax? Lambda, IReadOnlyList<Diagnostic> Diagnostics);
}
