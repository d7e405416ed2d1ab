using Tocsin.Dsl.Syntax;

namespace Tocsin.Dsl.Lambda.Tree;

/// <summary>A field, a tag or the time.</summary>
/// <param name="kind">Its kind where that is known without any data; null, the default, where it is not.</param>
internal sealed class BoundReference(TextSpan span, string name, ValueKind? kind = null) : BoundExpression(span)
{
    public string Name => name;

    public ValueKind? Kind => kind;
}
