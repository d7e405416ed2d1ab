using Tocsin.Dsl.Syntax;

namespace Tocsin.Dsl.Binding;

/// <summary>The places that messages about chains point to.</summary>
internal static class ChainSpans
{
    /// <summary>The operator and the name behind it.</summary>
    public static TextSpan LinkSpan(this ChainSyntax chain) => TextSpan.FromBounds(chain.OperatorPosition, chain.Right.Span.End);
}
