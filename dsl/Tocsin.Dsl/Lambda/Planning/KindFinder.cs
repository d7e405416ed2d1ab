using Tocsin.Dsl.Lambda.Functions;
using Tocsin.Dsl.Lambda.Operators;
using Tocsin.Dsl.Lambda.Tree;
using Tocsin.Dsl.Syntax;

namespace Tocsin.Dsl.Lambda.Planning;

/// <summary>
/// Determines kinds as the language prescribes: looking into arithmetic, arguments and lambdas, where what does not fit is an error at
/// once, but not into comparisons, logic and <c>!</c>, which are boolean and fail only when they are reached.
/// </summary>
internal sealed class KindFinder(BoundTree tree, RowScope scope)
{
    private readonly Dictionary<BoundExpression, KindResult> _known = [];

    public KindResult Find(BoundExpression node)
    {
        if (_known.TryGetValue(node, out var known))
            return known;

        var result = Determine(node);
        _known.Add(node, result);
        return result;
    }

    /// <summary>The signature that a call meets, or why it meets none.</summary>
    public (FunctionSignature? Signature, EvaluationError? Error) Resolve(BoundCall call)
    {
        if (call.Function is not { } function)
            return (null, new EvaluationError($"undefined function: \"{call.Name}\"", call.Span));

        var kinds = new ValueKind[call.Arguments.Length];
        for (var i = 0; i < kinds.Length; i++)
        {
            var argument = Find(call.Arguments[i]);
            if (argument.Error is { } error)
                return (null, new EvaluationError(() => $"Failed to handle {i + 1} argument: {error.Text}", error.Span));
            kinds[i] = argument.Kind;
        }

        return function.Match(kinds) is { } signature ? (signature, null) : (null, Misfit(call, function, kinds));
    }

    private KindResult Determine(BoundExpression node)
    {
        switch (node)
        {
            case BoundConstant constant:
                return constant.Value.Kind;
            case BoundReference reference:
                return scope.KindOf(reference.Name);
            case BoundLogical or BoundUnary { Operator: UnaryOperator.Not }:
                return ValueKind.Boolean;
            case BoundUnary negation:
                return Find(negation.Operand);
            case BoundBinary binary when !OperatorTable.IsArithmetic(binary.Operator):
                return ValueKind.Boolean;
            case BoundBinary binary:
                return Arithmetic(binary);
            case BoundCall call:
                var (signature, error) = Resolve(call);
                return new KindResult(signature?.Result ?? ValueKind.Missing, error);
            case BoundLambda lambda:
                return Find(lambda.Body);
            default:
                return ValueKind.Missing;
        }
    }

    private KindResult Arithmetic(BoundBinary binary)
    {
        var left = Find(binary.Left);
        if (left.Error is not null)
            return left;

        var right = Find(binary.Right);
        if (right.Error is not null)
            return right;

        if (OperatorTable.Find(binary.Operator, left.Kind, right.Kind) is { } row)
            return row.Result;
        return new EvaluationError(() => OperatorErrors.Explain(binary.Operator, left.Kind, right.Kind) ?? "", binary.Span);
    }

    private EvaluationError Misfit(BoundCall call, FunctionDefinition function, ValueKind[] kinds) => new(
        () =>
        {
            var missing = call.Arguments.Where((_, i) => kinds[i] == ValueKind.Missing).Select(BoundText.Of).ToArray();
            return missing.Length > 0 ? MissingArguments(call, missing) : WrongArguments(call, function, kinds);
        },
        call.Span);

    private string MissingArguments(BoundCall call, string[] missing)
    {
        var present = string.Join(", ", tree.References.Where(scope.Has).Select(name => $"\"{name}\""));
        var what = missing.Length == 1 ? "argument " + missing[0] + " is" : "arguments " + string.Join(", ", missing) + " are";
        return $"Cannot call function \"{call.Name}\" {what} missing, values in scope are [{present}]";
    }

    private static string WrongArguments(BoundCall call, FunctionDefinition function, ValueKind[] kinds)
    {
        var arguments = call.Arguments.Select((argument, i) => $"{BoundText.Of(argument)}: {kinds[i].Name()}");
        return $"Cannot call function \"{call.Name}\" with args ({string.Join(",", arguments)}), "
            + $"available signatures are [{string.Join(",", function.Signatures)}].";
    }
}
