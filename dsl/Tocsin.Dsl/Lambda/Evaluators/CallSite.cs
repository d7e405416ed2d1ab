using Tocsin.Dsl.Syntax;

namespace Tocsin.Dsl.Lambda.Evaluators;

/// <summary>Where a function is called, for errors, and what it may need from its surroundings.</summary>
internal sealed record CallSite(string Name, TextSpan Span, int StateIndex, ExpressionSettings Settings)
{
    public EvaluationError Error(string text) => new(() => $"error calling \"{Name}\": {text}", Span);
}
