using Tocsin.Dsl.Lambda.Functions;
using Tocsin.Dsl.Lambda.Operators;
using Tocsin.Dsl.Syntax;

namespace Tocsin.Dsl.Lambda.Tree;

/// <summary>Turns syntax into a <see cref="BoundTree"/> and checks everything that can be checked before data comes.</summary>
internal sealed class BoundTreeBuilder(FunctionCatalog functions, DiagnosticBag diagnostics)
{
    // Deeper trees would endanger the stack when evaluated. Chains of AND or OR are flat and do not count.
    private const int MaxDepth = 1_000;

    // Whatever stands left of the second AND or OR of a chain is a boolean.
    private static readonly BoundConstant _true = new(default, Value.From(true));

    private readonly List<ExpressionState> _shared = [];
    private readonly List<string> _references = [];
    private readonly HashSet<string> _tested = new(StringComparer.Ordinal);
    private readonly List<FunctionDefinition> _foreign = [];
    private StateScope _scope = new();
    private bool _isStateful;
    private bool _isPure = true;
    private bool _isTooDeep;
    private int _depth;

    /// <summary>What identifiers stand for. Null, the default, where they should all have been replaced before.</summary>
    public Func<string, object?>? Resolve { get; init; }

    /// <summary>The kinds of fields that are known without any data; null, the default, where none is.</summary>
    public Func<string, ValueKind?>? KindOf { get; init; }

    /// <summary>The memories of nested lambdas that remember earlier rows.</summary>
    public IReadOnlyList<ExpressionState> Shared => _shared;

    public BoundTree Build(ExpressionSyntax syntax)
    {
        var root = Bind(syntax);
        return new BoundTree(root, _references, _tested, _scope.Factories, _isStateful, _isPure, _foreign);
    }

    private BoundExpression Bind(ExpressionSyntax syntax)
    {
        if (_depth == MaxDepth)
        {
            if (!_isTooDeep)
                diagnostics.ReportTooDeep(syntax.Span, MaxDepth);
            _isTooDeep = true;
            return Nothing(syntax);
        }

        _depth++;
        var bound = BindByKind(syntax);
        _depth--;
        return bound;
    }

    private BoundExpression BindByKind(ExpressionSyntax syntax)
    {
        switch (syntax)
        {
            case ReferenceSyntax reference:
                if (!_references.Contains(reference.Name))
                    _references.Add(reference.Name);
                return new BoundReference(reference.Span, reference.Name, KindOf?.Invoke(reference.Name));
            case UnarySyntax unary:
                return new BoundUnary(unary.Span, unary.Operator, Bind(unary.Operand));
            case BinarySyntax binary when OperatorTable.IsLogical(binary.Operator):
                return BindLogical(binary);
            case BinarySyntax binary:
                return BindBinary(binary);
            case CallSyntax call:
                return BindCall(call);
            case LambdaSyntax lambda:
                return BindLambda(lambda);
            default:
                return BindConstant(syntax);
        }
    }

    private BoundConstant BindConstant(ExpressionSyntax syntax)
    {
        if (syntax is IdentifierSyntax identifier)
        {
            if (LiteralValues.TryWrap(Resolve?.Invoke(identifier.Name), out var resolved))
                return new BoundConstant(syntax.Span, resolved);
            diagnostics.ReportUnresolvedName(identifier.Span, identifier.Name);
        }
        else if (LiteralValues.TryRead(syntax, out var value, out var error))
        {
            return new BoundConstant(syntax.Span, value, syntax switch { RegexSyntax regex => $"/{regex.Pattern}/", StringSyntax text => $"'{text.Value}'", _ => null });
        }
        else if (error is not null)
        {
            diagnostics.ReportInvalidRegex(syntax.Span, error);
        }
        else
        {
            diagnostics.ReportNotAnExpression(syntax);
        }

        return Nothing(syntax);
    }

    private BoundLogical BindLogical(BinarySyntax syntax)
    {
        var spine = new List<BinarySyntax>();
        ExpressionSyntax first = syntax;
        while (first is BinarySyntax binary && binary.Operator == syntax.Operator)
        {
            spine.Add(binary);
            first = binary.Left;
        }

        var operands = new BoundExpression[spine.Count + 1];
        operands[0] = Bind(first);
        BoundExpression left = operands[0];
        for (var i = 0; i < spine.Count; i++)
        {
            var binary = spine[spine.Count - 1 - i];
            operands[i + 1] = Bind(binary.Right);
            Check(binary, left, operands[i + 1]);
            left = _true;
        }

        return new BoundLogical(syntax.Span, syntax.Operator, operands);
    }

    private BoundBinary BindBinary(BinarySyntax syntax)
    {
        var bound = new BoundBinary(syntax.Span, syntax.Operator, Bind(syntax.Left), Bind(syntax.Right));
        Check(syntax, bound.Left, bound.Right);
        if (syntax.Operator is BinaryOperator.Divide or BinaryOperator.Modulo
            && bound.Right is BoundConstant { Value: { Kind: ValueKind.Integer or ValueKind.Duration, Bits: 0 } })
        {
            diagnostics.ReportDivisionByZero(syntax.Right.Span);
        }

        return bound;
    }

    private void Check(BinarySyntax syntax, BoundExpression left, BoundExpression right)
    {
        // Operands that could not be bound are missing here, and have been reported.
        if (KnownKinds.Of(left) is { } l && KnownKinds.Of(right) is { } r && l != ValueKind.Missing && r != ValueKind.Missing
            && OperatorErrors.Explain(syntax.Operator, l, r) is { } text)
        {
            diagnostics.ReportOperands(syntax, text);
        }
        else if (syntax.Operator is BinaryOperator.Match or BinaryOperator.NotMatch && right is not BoundCall
            && KnownKinds.Of(right) is not (ValueKind.Regex or ValueKind.Missing))
        {
            diagnostics.ReportNoRegex(syntax);
        }
        else if (LikelyKinds.WhyFails(syntax.Operator, LikelyKinds.Of(left), LikelyKinds.Of(right)) is { } why)
        {
            diagnostics.ReportLikelyOperands(syntax, why);
        }
    }

    private BoundCall BindCall(CallSyntax syntax)
    {
        var name = syntax.Name.Name;
        var arguments = new BoundExpression[syntax.Arguments.Count];
        for (var i = 0; i < arguments.Length; i++)
            arguments[i] = Bind(syntax.Arguments[i]);

        var stateIndex = -1;
        if (!functions.TryFind(name, out var function))
        {
            diagnostics.ReportUnknownFunction(syntax.Name.Span, name, functions.Suggest(name));
        }
        else
        {
            _isPure &= function.IsPure;
            if (function.IsPresenceTest && arguments is [BoundReference tested])
                _tested.Add(tested.Name);
            if (function.Owner is not null && !_foreign.Contains(function))
                _foreign.Add(function);
            CheckArguments(syntax, function, arguments);
            if (function.StateFactory is { } factory)
            {
                _isStateful = true;
                stateIndex = _scope.IndexOf(name, factory);
            }
        }

        return new BoundCall(syntax.Span, name, function, arguments, stateIndex);
    }

    // Calls are judged when a point comes, as scripts in use expect; what can never fit is worth a word before.
    private void CheckArguments(CallSyntax syntax, FunctionDefinition function, BoundExpression[] arguments)
    {
        var kinds = new ValueKind?[arguments.Length];
        for (var i = 0; i < kinds.Length; i++)
            kinds[i] = KnownKinds.Of(arguments[i]);
        if (!function.CouldMatch(kinds))
            diagnostics.ReportArguments(syntax.Span, function);
    }

    private BoundLambda BindLambda(LambdaSyntax syntax)
    {
        var outer = _scope;
        _scope = new StateScope();
        var body = Bind(syntax.Body);
        var shared = _scope.CreateState();
        if (_scope.Factories.Count > 0)
            _shared.Add(shared);
        _scope = outer;
        return new BoundLambda(syntax.Span, body, shared);
    }

    private static BoundConstant Nothing(ExpressionSyntax syntax) => new(syntax.Span, default);
}
