using FsCheck;
using FsCheck.Fluent;
using Tocsin.Dsl.Lambda;
using Tocsin.Dsl.Lambda.Expressions;
using Tocsin.Dsl.Lambda.Functions;
using Tocsin.Dsl.Syntax;
using Tocsin.Dsl.Time;

namespace Tocsin.Dsl.Tests.Lambda;

public class LambdaFuzzTests
{
    private static readonly string[] Rows =
    [
        "", "a=1.5 b=2i c='text' d=TRUE", "a=0i b=-9223372036854775808i c=-1i d=9223372036854775807i",
        "a='' b='$1' c='日本' d='12'", "a=NaN b=Infinity c=-0 d=1e300", "a=5s b=0s c=1h d=1i", "#a=x #b=y c=1 d=FALSE", "a=null b=1",
    ];

    private static readonly Gen<ExpressionSyntax> Leaves = Gen.Elements<ExpressionSyntax>(
    [
        .. "abcd".Select(name => new ReferenceSyntax(default, name.ToString())), new ReferenceSyntax(default, "time"),
        new IntegerSyntax(default, 0, false), new IntegerSyntax(default, -1, false), new IntegerSyntax(default, long.MaxValue, false),
        new FloatSyntax(default, 0.5), new FloatSyntax(default, -1e18), new StringSyntax(default, "é,x", false),
        new StringSyntax(default, "", false), new BooleanSyntax(default, true), new DurationSyntax(default, Duration.FromSeconds(90), "90s"),
        new RegexSyntax(default, "(x*)|$"),
    ]);

    private static readonly BinaryOperator[] Operators = Enum.GetValues<BinaryOperator>();

    private static readonly string[] Names = [.. FunctionCatalog.Default.All.Select(function => function.Name), "unknown"];

    [Fact]
    public void Any_expression_gives_a_value_or_an_error_for_any_row() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(3_000), Prop.ForAll(Trees(4).ToArbitrary(), tree =>
        {
            var diagnostics = new DiagnosticBag();
            if (new LambdaExpression(tree).Compile(FunctionCatalog.Default, diagnostics, ExpressionRunner.Settings) is not { } compiled)
                return diagnostics.HasErrors;

            var state = compiled.CreateState();
            return Rows.All(row => Answers(compiled, TestRow.Parse(row), state));
        }));

    private static bool Answers(CompiledExpression compiled, TestRow row, ExpressionState state)
    {
        var hasValue = compiled.TryEvaluate(row, state, out var value, out var error);
        var isAnswer = hasValue ? value.Kind.AsFieldType() is not null && value.ToObject() is not null : error!.Text.Length > 0;

        // Twice, so that kept plans are met too; a predicate has a verdict only where there is a value.
        var hasVerdict = compiled.TryEvaluateBool(row, state, out _, out error);
        return isAnswer && (hasVerdict || error!.Text.Length > 0);
    }

    private static Gen<ExpressionSyntax> Trees(int depth)
    {
        if (depth == 0)
            return Leaves;

        var inner = Trees(depth - 1);
        return Gen.OneOf(
            Leaves,
            from op in Gen.Elements(Operators)
            from left in inner
            from right in inner
            select (ExpressionSyntax)new BinarySyntax(default, left, op, 0, right, false),
            from op in Gen.Elements(UnaryOperator.Negate, UnaryOperator.Not)
            from operand in inner
            select (ExpressionSyntax)new UnarySyntax(default, op, operand),
            from body in inner
            select (ExpressionSyntax)new LambdaSyntax(default, body),
            from name in Gen.Elements(Names)
            from count in Gen.Choose(0, 5)
            from arguments in Gen.ArrayOf(inner, count)
            select (ExpressionSyntax)new CallSyntax(default, new IdentifierSyntax(default, name), arguments, false),
            from call in Fitting(inner)
            select call);
    }

    // Calls whose arguments are made to fit, or most would be refused before they run.
    private static Gen<ExpressionSyntax> Fitting(Gen<ExpressionSyntax> inner) =>
        from name in Gen.Elements(Names[..^1])
        from pick in Gen.Choose(0, 6)
        from seed in inner
        select Call(name, pick, seed);

    private static ExpressionSyntax Call(string name, int pick, ExpressionSyntax seed)
    {
        FunctionCatalog.Default.TryFind(name, out var function).Should().BeTrue();

        // Found above.
        var signature = function!.Signatures[pick % function.Signatures.Count];
        return new CallSyntax(default, new IdentifierSyntax(default, name), [.. signature.Parameters.Select(kind => Argument(kind, seed))], false);
    }

    private static ExpressionSyntax Argument(ValueKind kind, ExpressionSyntax seed) => kind switch
    {
        ValueKind.Float => Convert("float", seed),
        ValueKind.Integer => Convert("int", seed),
        ValueKind.String => Convert("string", seed),
        ValueKind.Boolean => Convert("bool", seed),
        ValueKind.Duration => new DurationSyntax(default, new Duration(-7), "-7ns"),
        ValueKind.Regex => new RegexSyntax(default, "(?P<name>.)?"),
        ValueKind.Time => new ReferenceSyntax(default, "time"),
        _ => new ReferenceSyntax(default, "missing"),
    };

    private static CallSyntax Convert(string name, ExpressionSyntax seed) =>
        new(default, new IdentifierSyntax(default, name), [seed], false);
}
