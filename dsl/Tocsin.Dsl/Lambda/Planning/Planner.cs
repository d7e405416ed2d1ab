using Tocsin.Dsl.Data;
using Tocsin.Dsl.Lambda.Evaluators;
using Tocsin.Dsl.Lambda.Functions;
using Tocsin.Dsl.Lambda.Operators;
using Tocsin.Dsl.Lambda.Tree;
using Tocsin.Dsl.Syntax;
using Tocsin.Dsl.Time;

namespace Tocsin.Dsl.Lambda.Planning;

/// <summary>
/// Makes the plan of an expression for one shape of rows. With the types of all references known, every type error is found here and
/// becomes an evaluator that fails when it is reached.
/// </summary>
internal sealed class Planner
{
    private readonly BoundTree _tree;
    private readonly FieldLayout _layout;
    private readonly TagKeys _tags;
    private readonly ExpressionSettings _settings;
    private readonly RowScope _scope;
    private readonly KindFinder _kinds;
    private bool _recalls;

    public Planner(BoundTree tree, FieldLayout layout, TagKeys tags, ExpressionSettings settings)
    {
        _tree = tree;
        _layout = layout;
        _tags = tags;
        _settings = settings;
        _scope = new RowScope(layout, tags, settings, tree.Tested);
        _kinds = new KindFinder(tree, _scope);
    }

    public Plan Create()
    {
        foreach (var name in _tree.References)
        {
            if (_scope.Problem(name) is { } problem)
                return Refused(new EvaluationError(problem, _tree.Root.Span), new EvaluationError(problem, _tree.Root.Span));
        }

        var kind = _kinds.Find(_tree.Root);
        if (kind.Error is { } error)
            return Refused(error, error);
        if (kind.Kind == ValueKind.Missing)
        {
            return _tree.Root is BoundReference reference
                ? Refused(Error(reference, $"missing value: \"{reference.Name}\""), Missing(reference))
                : Refused(Missing(_tree.Root), Missing(_tree.Root));
        }

        var root = Watched(Build(_tree.Root), _tree.Root);
        return new Plan(_layout, _tags)
        {
            Root = root,
            ValueError = root.Kind is ValueKind.Time or ValueKind.Regex ? Error(_tree.Root, OperatorErrors.UnexpectedKind(root.Kind)) : null,
            Predicate = root as Evaluator<bool>,
            PredicateError = root is Evaluator<bool>
                ? null
                : Error(_tree.Root, OperatorErrors.UnexpectedKind(root.Kind, ValueKind.Boolean)),
        };
    }

    /// <summary>The conditions of the expression, for a look after it was evaluated. Nothing is counted again, and no code of others is called.</summary>
    public ConditionView View()
    {
        _recalls = true;
        var plan = Create();
        var views = new ConditionViews(Build);

        // A plan without predicate says why.
        return plan.Predicate is null ? views.Single(_tree.Root, Leaves.Failing(ValueKind.Boolean, plan.PredicateError!)) : views.Of(_tree.Root);
    }

    private Plan Refused(EvaluationError asValue, EvaluationError asPredicate) =>
        new(_layout, _tags) { ValueError = asValue, PredicateError = asPredicate };

    private Evaluator Build(BoundExpression node)
    {
        var kind = _kinds.Find(node);
        if (kind.Error is { } error)
            return Leaves.Failing(ValueKind.Boolean, error);

        return node switch
        {
            BoundConstant constant => Leaves.Constant(constant.Value),
            BoundReference reference => _scope.Read(reference.Name),
            BoundUnary { Operator: UnaryOperator.Not } negation => BuildNot(negation),
            BoundUnary negation => BuildNegation(negation, kind.Kind),
            BoundLogical logical => BuildLogical(logical),
            BoundBinary binary => BuildBinary(binary),
            BoundCall call => BuildCall(call),
            BoundLambda lambda => BuildLambda(lambda),
            _ => MissingEvaluator.Instance,
        };
    }

    private Evaluator Watched(Evaluator condition, BoundExpression node) =>
        !_recalls && _settings.Watch is { } watch && condition is Evaluator<bool> of ? new WatchedEvaluator(of, node.Span, watch) : condition;

    private Evaluator BuildNot(BoundUnary node)
    {
        // The arguments of a call under "!" are not checked: presence can then be asked of values of any kind.
        if (node.Operand is BoundCall { Function: { IsPresenceTest: true }, Arguments: [var argument] } && _kinds.Find(argument).Error is null)
            return PresenceSignature.Test(Build(argument), isPresent: false);

        var operand = _kinds.Find(node.Operand);
        if (operand.Error is { } error)
            return Leaves.Failing(ValueKind.Boolean, error);
        if (operand.Kind == ValueKind.Missing)
            return Leaves.Failing(ValueKind.Boolean, Missing(node.Operand));
        if (operand.Kind != ValueKind.Boolean)
            return Leaves.Failing(ValueKind.Boolean, Error(node, OperatorErrors.UnexpectedKind(operand.Kind, ValueKind.Boolean)));

        return new UnaryEvaluator<bool, bool, Not>((Evaluator<bool>)Build(node.Operand));
    }

    private Evaluator BuildNegation(BoundUnary node, ValueKind kind)
    {
        var operand = Build(node.Operand);
        Evaluator? negated = operand switch
        {
            Evaluator<double> number => new UnaryEvaluator<double, double, Negate>(number),
            Evaluator<long> number => new UnaryEvaluator<long, long, Negate>(number),
            Evaluator<Duration> duration => new UnaryEvaluator<Duration, Duration, Negate>(duration),
            Evaluator<bool> boolean => new UnaryEvaluator<bool, bool, Negate>(boolean),
            _ => null,
        };
        if (negated is null)
            return Leaves.Failing(kind, Error(node, $"invalid math operator - for type {kind.Name()}"));
        return Leaves.IsConstant(operand) ? Leaves.Fold(negated) : negated;
    }

    private Evaluator BuildBinary(BoundBinary node)
    {
        if (Problem(node.Span, node.Operator, node.Left, node.Right, _kinds.Find(node.Left)) is { } error)
            return Leaves.Failing(ValueKind.Boolean, error);

        var left = Build(node.Left);
        var right = Build(node.Right);

        // Without a problem there is a row.
        var built = OperatorTable.Find(node.Operator, left.Kind, right.Kind)!.Create(left, right);
        return Leaves.IsConstant(left) && Leaves.IsConstant(right) ? Leaves.Fold(built) : built;
    }

    private Evaluator BuildLogical(BoundLogical node)
    {
        var operands = node.Operands;

        // Grouped from the left, the last pair is the outermost: its types are determined first.
        for (var i = operands.Length - 1; i >= 1; i--)
        {
            KindResult left = i == 1 ? _kinds.Find(operands[0]) : ValueKind.Boolean;
            if (Problem(node.Span, node.Operator, operands[i - 1], operands[i], left) is { } error)
                return Leaves.Failing(ValueKind.Boolean, error);
        }

        var evaluators = new Evaluator<bool>[operands.Length];
        for (var i = 0; i < operands.Length; i++)
            evaluators[i] = (Evaluator<bool>)Watched(Build(operands[i]), operands[i]);
        return new LogicalEvaluator(evaluators, decidedBy: node.Operator == BinaryOperator.Or);
    }

    private EvaluationError? Problem(TextSpan span, BinaryOperator op, BoundExpression left, BoundExpression right, KindResult leftKind)
    {
        if (leftKind.Error is not null)
            return leftKind.Error;

        var rightKind = _kinds.Find(right);
        if (rightKind.Error is not null)
            return rightKind.Error;

        if (leftKind.Kind == ValueKind.Missing)
            return MissingOperand("left", left);
        if (rightKind.Kind == ValueKind.Missing)
            return MissingOperand("right", right);
        return OperatorErrors.Explain(op, leftKind.Kind, rightKind.Kind) is { } text ? new EvaluationError(text, span) : null;
    }

    private Evaluator BuildCall(BoundCall node)
    {
        var (signature, error) = _kinds.Resolve(node);
        if (signature is null)
            return Leaves.Failing(ValueKind.Boolean, error ?? Error(node, $"undefined function: \"{node.Name}\""));
        if (_recalls && (node.StateIndex >= 0 || node.Function?.Owner is not null))
            return Recalled(node);

        var arguments = new Evaluator[node.Arguments.Length];
        for (var i = 0; i < arguments.Length; i++)
            arguments[i] = Build(node.Arguments[i]);
        return signature.Bind(new CallSite(node.Name, node.Span, node.StateIndex, _settings), arguments);
    }

    private Evaluator Recalled(BoundCall node)
    {
        var kind = _kinds.Find(node).Kind;
        if (node.StateIndex < 0)
            return Leaves.Failing(kind, Error(node, $"{node.Name} is not called again"));
        return kind == ValueKind.Integer ? new RecalledEvaluator<long>(node.StateIndex) : new RecalledEvaluator<double>(node.StateIndex);
    }

    private Evaluator BuildLambda(BoundLambda node) => Build(node.Body) switch
    {
        Evaluator<double> body => new NestedLambdaEvaluator<double>(body, node.Shared),
        Evaluator<long> body => new NestedLambdaEvaluator<long>(body, node.Shared),
        Evaluator<bool> body => new NestedLambdaEvaluator<bool>(body, node.Shared),
        Evaluator<string> body => new NestedLambdaEvaluator<string>(body, node.Shared),
        Evaluator<Duration> body => new NestedLambdaEvaluator<Duration>(body, node.Shared),
        var body => body,
    };

    private static EvaluationError MissingOperand(string side, BoundExpression operand) => operand is BoundReference reference
        ? Error(operand, $"{side} reference value \"{reference.Name}\" is missing value")
        : new EvaluationError(() => $"{side} operand {BoundText.Of(operand)} has no value: {Missing(operand).Text}", operand.Span);

    private static EvaluationError Missing(BoundExpression node)
    {
        while (true)
        {
            switch (node)
            {
                case BoundUnary unary:
                    node = unary.Operand;
                    continue;
                case BoundLambda lambda:
                    node = lambda.Body;
                    continue;
                case BoundReference reference:
                    return Error(node, OperatorErrors.MissingReference(reference.Name));
                default:
                    return Error(node, "the expression has no value");
            }
        }
    }

    private static EvaluationError Error(BoundExpression node, string text) => new(text, node.Span);
}
