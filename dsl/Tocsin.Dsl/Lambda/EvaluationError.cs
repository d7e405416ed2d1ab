using Tocsin.Dsl.Syntax;

namespace Tocsin.Dsl.Lambda;

/// <summary>Why an expression has no value for a row. Made once for a shape of rows where the types are to blame; its text is built when asked for.</summary>
public sealed class EvaluationError
{
    private readonly Func<string>? _build;
    private string? _text;

    public EvaluationError(string text, TextSpan span = default)
    {
        _text = text;
        Span = span;
    }

    internal EvaluationError(Func<string> build, TextSpan span)
    {
        _build = build;
        Span = span;
    }

    /// <summary>What went wrong, in words for the log.</summary>
    // One of the two is always set by the constructors.
    public string Text => _text ??= _build!();

    /// <summary>The part of the expression that failed; empty where it is not known.</summary>
    public TextSpan Span { get; }

    public override string ToString() => Text;
}
