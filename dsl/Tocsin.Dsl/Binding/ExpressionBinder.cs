using Tocsin.Dsl.Lambda.Expressions;
using Tocsin.Dsl.Patterns;
using Tocsin.Dsl.Syntax;
using Tocsin.Dsl.Time;

namespace Tocsin.Dsl.Binding;

/// <summary>Finds the values of expressions outside lambdas: what is declared, and what calls are given.</summary>
internal sealed class ExpressionBinder
{
    // Texts that double from line to line would fill the memory.
    private const int MaxTextLength = 100_000;

    private readonly BindingContext _context;
    private readonly NameResolver _names;
    private readonly ChainBinder _chains;

    public ExpressionBinder(BindingContext context)
    {
        _context = context;
        _names = new NameResolver(context);
        _chains = new ChainBinder(context, this);
    }

    /// <summary>The value; <see cref="Poison"/> after reporting that there is none.</summary>
    public object Bind(ExpressionSyntax expression) => expression switch
    {
        IntegerSyntax integer => integer.Value,
        FloatSyntax number => number.Value,
        StringSyntax text => text.Value,
        BooleanSyntax boolean => boolean.Value,
        DurationSyntax duration => duration.Value,
        RegexSyntax regex => BindRegex(regex),
        StarSyntax => Star.Value,
        ReferenceSyntax reference => reference,
        IdentifierSyntax name => _names.Value(name),
        UnarySyntax unary => BindUnary(unary),
        BinarySyntax binary => BindBinary(binary),
        LambdaSyntax lambda => BindLambda(lambda),
        ListSyntax list => BindList(list),
        CallSyntax call => BindGlobalCall(call),
        ChainSyntax chain => _chains.Bind(chain),
        _ => throw new ArgumentException($"No expression: {expression.GetType().Name}."),
    };

    private object BindRegex(RegexSyntax regex)
    {
        if (Re2.TryCompile(regex.Pattern, out var compiled, out var error))
            return new RegexValue(regex.Pattern, compiled);

        _context.Diagnostics.ReportInvalidRegex(regex.Span, error);
        return Poison.Value;
    }

    private object BindUnary(UnarySyntax unary)
    {
        var operand = Bind(unary.Operand);
        object? value = (unary.Operator, operand) switch
        {
            (_, Poison) => operand,
            (UnaryOperator.Negate, long number) => unchecked(-number),
            (UnaryOperator.Negate, double number) => -number,
            (UnaryOperator.Negate, Duration duration) => new Duration(unchecked(-duration.Nanoseconds)),
            (UnaryOperator.Not, bool flag) => !flag,
            _ => null,
        };
        if (value is not null)
            return value;

        _context.Diagnostics.ReportUnaryOperand(unary.Span, unary.Operator, operand);
        return Poison.Value;
    }

    private object BindBinary(BinarySyntax binary)
    {
        if (FirstReference(binary) is { } reference)
        {
            _context.Diagnostics.ReportReferenceOutsideLambda(reference.Span, reference.Name);
            return Poison.Value;
        }

        var substitution = new Substitution(name => _names.Literal(name, "a computed value"));
        var literals = substitution.Apply(binary);
        if (substitution.HasFailed)
            return Poison.Value;

        // A value is never missing where there are no references.
        if (ConstantEvaluator.TryEvaluate(literals, _ => null, out var value, out var error))
        {
            if (value.Text.Length <= MaxTextLength)
                return value.ToObject() ?? Poison.Value;

            _context.Diagnostics.ReportTextTooLong(binary.Span, value.Text.Length, MaxTextLength);
            return Poison.Value;
        }

        _context.Diagnostics.ReportConstantExpression(error.Span.Length > 0 ? error.Span : binary.Span, error.Text);
        return Poison.Value;
    }

    private object BindLambda(LambdaSyntax lambda)
    {
        var substitution = new Substitution(name => _names.Literal(name, "a lambda"));
        var body = substitution.Apply(lambda.Body);
        return substitution.HasFailed ? Poison.Value : _context.CheckLambda(body, lambda.Span);
    }

    private object BindList(ListSyntax list)
    {
        var items = list.Items.Select(Bind).ToArray();
        return items.Contains(Poison.Value) ? Poison.Value : items;
    }

    private object BindGlobalCall(CallSyntax call)
    {
        var arguments = call.Arguments.Select(Bind).ToArray();
        if (arguments.Contains(Poison.Value))
            return Poison.Value;
        if (call.Name.Name != "time")
            _context.Diagnostics.ReportNoGlobalFunction(call.Name.Span, call.Name.Name);
        else if (arguments is [Duration length])
            return new TimeDimension(length, Duration.Zero);
        else if (arguments is [Duration span, Duration offset])
            return new TimeDimension(span, offset);
        else
            _context.Diagnostics.ReportTimeArguments(call.Name.Span);
        return Poison.Value;
    }

    private static ReferenceSyntax? FirstReference(ExpressionSyntax expression) => expression switch
    {
        ReferenceSyntax reference => reference,
        UnarySyntax unary => FirstReference(unary.Operand),
        BinarySyntax binary => FirstReference(binary.Left) ?? FirstReference(binary.Right),
        CallSyntax call => call.Arguments.Select(FirstReference).FirstOrDefault(r => r is not null),
        _ => null,
    };
}
