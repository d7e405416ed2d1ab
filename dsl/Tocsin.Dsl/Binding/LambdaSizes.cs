using Tocsin.Dsl.Syntax;
using Tocsin.Dsl.Syntax.Parsing;

namespace Tocsin.Dsl.Binding;

/// <summary>
/// Counts the parts of lambdas, those of the lambdas inside them included: a few lines of variables that use each other twice would make
/// an expression too large for any memory, or too deep for any stack.
/// </summary>
internal sealed class LambdaSizes
{
    public const int MaxParts = 100_000;
    public const int MaxDepth = TreeWalk.DepthLimit;

    // Bodies are shared between the expressions that use them, so that each is counted once.
    private readonly Dictionary<ExpressionSyntax, Size> _known = new(ReferenceEqualityComparer.Instance);

    /// <summary>False for an expression that is too large; the lambdas inside it have been through here before.</summary>
    public bool Fits(ExpressionSyntax body)
    {
        var size = _known[body] = SizeOf(body);
        return size.Parts <= MaxParts && size.Depth <= MaxDepth;
    }

    private Size SizeOf(ExpressionSyntax expression) => expression switch
    {
        LambdaSyntax lambda => _known.TryGetValue(lambda.Body, out var known) ? known.Deeper() : SizeOf(lambda.Body).Deeper(),
        UnarySyntax unary => SizeOf(unary.Operand).Deeper(),
        BinarySyntax binary => SizeOf(binary.Left).With(SizeOf(binary.Right)).Deeper(),
        CallSyntax call => call.Arguments.Aggregate(default(Size), (size, argument) => size.With(SizeOf(argument))).Deeper(),
        _ => new Size(1, 1),
    };

    private readonly record struct Size(long Parts, int Depth)
    {
        public Size With(Size other) => new(Parts + other.Parts, Math.Max(Depth, other.Depth));

        public Size Deeper() => new(Parts + 1, Depth + 1);
    }
}
