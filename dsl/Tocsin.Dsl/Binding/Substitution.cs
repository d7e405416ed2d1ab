using Tocsin.Dsl.Syntax;

namespace Tocsin.Dsl.Binding;

/// <summary>Puts other syntax in the place of the names in an expression. Names of functions stay.</summary>
/// <param name="resolve">What stands for a name; null after reporting that nothing does.</param>
/// <param name="place">The place that all of the result claims to stand at, or null to keep the places it has.</param>
internal sealed class Substitution(Func<IdentifierSyntax, ExpressionSyntax?> resolve, TextSpan? place = null)
{
    /// <summary>True when some name could not be resolved; results are then of no use.</summary>
    public bool HasFailed { get; private set; }

    public ExpressionSyntax Apply(ExpressionSyntax expression)
    {
        var result = expression switch
        {
            IdentifierSyntax name => Resolve(name),
            UnarySyntax unary => unary with { Operand = Apply(unary.Operand) },
            BinarySyntax binary => Apply(binary),
            CallSyntax call => Apply(call),
            LambdaSyntax lambda => lambda with { Body = Apply(lambda.Body) },
            _ => expression,
        };
        return place is { } span ? result with { Span = span } : result;
    }

    private BinarySyntax Apply(BinarySyntax binary)
    {
        var left = Apply(binary.Left);
        return binary with { Left = left, Right = Apply(binary.Right), OperatorPosition = place?.Start ?? binary.OperatorPosition };
    }

    private CallSyntax Apply(CallSyntax call) => call with
    {
        Name = place is { } span ? call.Name with { Span = span } : call.Name,
        Arguments = [.. call.Arguments.Select(Apply)],
    };

    private ExpressionSyntax Resolve(IdentifierSyntax name)
    {
        if (resolve(name) is { } value)
            return value;

        HasFailed = true;
        return name;
    }
}
