namespace Tocsin.Dsl.Syntax.Parsing;

/// <summary>A parsed script: its text, its tokens, its tree and what there is to say about it. Never changes; safe to share.</summary>
public sealed class SyntaxTree
{
    private SyntaxTree(SourceText source, IReadOnlyList<SyntaxToken> tokens, ScriptSyntax root, IReadOnlyList<Diagnostic> diagnostics)
    {
        Source = source;
        Tokens = tokens;
        Root = root;
        Diagnostics = diagnostics;
    }

    public SourceText Source { get; }

    /// <summary>All tokens; their full texts joined are the source. The last one is the end of the script.</summary>
    public IReadOnlyList<SyntaxToken> Tokens { get; }

    /// <summary>The tree. Where the script has errors, a node of a kind of its own stands for what could not be read, or nothing does.</summary>
    public ScriptSyntax Root { get; }

    /// <summary>Errors and warnings in the order of their place.</summary>
    public IReadOnlyList<Diagnostic> Diagnostics { get; }

    /// <summary>True when the script is refused.</summary>
    public bool HasErrors => FirstError is not null;

    /// <summary>The first error, or null.</summary>
    public Diagnostic? FirstError => Diagnostics.FirstOrDefault(d => d.Severity == Severity.Error);

    /// <summary>The expression of a tree that <see cref="ParseLambda"/> made; null for scripts.</summary>
    public LambdaSyntax? Lambda { get; private init; }

    /// <summary>Parses a script. Never throws for any text.</summary>
    public static SyntaxTree Parse(SourceText source)
    {
        var diagnostics = new DiagnosticBag();
        var tokens = ScriptTokenizer.Read(source, diagnostics);
        var root = new ScriptReader(tokens, diagnostics).ReadScript();
        return new SyntaxTree(source, tokens.All, root, InOrder(diagnostics));
    }

    /// <inheritdoc cref="Parse(SourceText)"/>
    public static SyntaxTree Parse(string text) => Parse(new SourceText(text));

    /// <summary>Parses an expression as it stands after <c>lambda:</c>, such as <c>"value" &gt; 10</c>. Never throws for any text.</summary>
    public static SyntaxTree ParseLambda(string text)
    {
        var source = new SourceText(text);
        var diagnostics = new DiagnosticBag();
        var tokens = ScriptTokenizer.Read(source, diagnostics);
        var lambda = new ScriptReader(tokens, diagnostics).ReadLambda();
        var root = new ScriptSyntax(lambda.Span, [new ExpressionStatementSyntax(lambda)], []);
        return new SyntaxTree(source, tokens.All, root, InOrder(diagnostics)) { Lambda = lambda };
    }

    private static Diagnostic[] InOrder(DiagnosticBag diagnostics) => [.. diagnostics.OrderBy(diagnostic => diagnostic.Span.Start)];
}
