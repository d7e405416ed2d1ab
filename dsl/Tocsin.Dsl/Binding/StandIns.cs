using Tocsin.Dsl.Syntax;

namespace Tocsin.Dsl.Binding;

/// <summary>Knows which names of a template stand for values that it does not have yet, and which expressions hang on them.</summary>
internal sealed class StandIns
{
    private readonly Dictionary<string, StandInUse> _names = new(StringComparer.Ordinal);
    private readonly HashSet<string> _lambdas = new(StringComparer.Ordinal);

    /// <summary>True when there are any.</summary>
    public bool Any => _names.Count > 0;

    /// <summary>Adds a variable without a value.</summary>
    public void Add(string name, VarType type)
    {
        _names[name] = StandInUse.Values;
        if (type == VarType.Lambda)
            _lambdas.Add(name);
    }

    /// <summary>Adds a variable whose value is computed, when that hangs on others without one.</summary>
    public void AddComputed(string name, ExpressionSyntax value)
    {
        if (UseIn(value) is not StandInUse.None and var use)
            _names[name] = use;
    }

    /// <summary>How much some expressions hang on them.</summary>
    public StandInUse UseIn(IReadOnlyList<ExpressionSyntax> expressions)
    {
        var most = StandInUse.None;
        for (var i = 0; Any && i < expressions.Count; i++)
            most = Max(most, UseIn(expressions[i]));
        return most;
    }

    private StandInUse UseIn(ExpressionSyntax expression)
    {
        var most = StandInUse.None;

        // Chains of AND and OR are deep to the left and long: no recursion here.
        var open = new Stack<(ExpressionSyntax Syntax, bool IsInLambda)>();
        open.Push((expression, false));
        while (Any && open.TryPop(out var next))
        {
            switch (next.Syntax)
            {
                case IdentifierSyntax name when _names.TryGetValue(name.Name, out var use):
                    most = Max(most, next.IsInLambda && !_lambdas.Contains(name.Name) ? StandInUse.Constants : use);
                    break;
                case LambdaSyntax lambda:
                    open.Push((lambda.Body, true));
                    break;
                case UnarySyntax unary:
                    open.Push((unary.Operand, next.IsInLambda));
                    break;
                case BinarySyntax binary:
                    open.Push((binary.Right, next.IsInLambda));
                    open.Push((binary.Left, next.IsInLambda));
                    break;
                case CallSyntax call:
                    Push(call.Arguments, next.IsInLambda);
                    break;
                case ListSyntax list:
                    Push(list.Items, next.IsInLambda);
                    break;
                case ChainSyntax { Left: var left, Right: IdentifierSyntax }:
                    // A property that is read of a node may have been given one of them.
                    most = Max(most, left is IdentifierSyntax ? StandInUse.Values : StandInUse.None);
                    break;
            }
        }

        return most;

        void Push(IReadOnlyList<ExpressionSyntax> inner, bool isInLambda)
        {
            foreach (var item in inner)
                open.Push((item, isInLambda));
        }
    }

    private static StandInUse Max(StandInUse left, StandInUse right) => left > right ? left : right;
}
