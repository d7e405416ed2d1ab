using Tocsin.Dsl.Syntax;

namespace Tocsin.Dsl.Lambda.Tree;

/// <summary>A field, a tag or the time.</summary>
internal sealed class BoundReference(TextSpan span, string name) : BoundExpression(span)
{
    public string Name => name;
}
