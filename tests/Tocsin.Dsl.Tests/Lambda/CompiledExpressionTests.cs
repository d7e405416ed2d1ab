using Tocsin.Dsl.Data;
using Tocsin.Dsl.Lambda;
using Tocsin.Dsl.Lambda.Expressions;
using Tocsin.Dsl.Lambda.Functions;
using Tocsin.Dsl.Syntax;

namespace Tocsin.Dsl.Tests.Lambda;

public class CompiledExpressionTests
{
    [Theory]
    [InlineData("\"x\" > 90", "x=91.5")]
    [InlineData("\"x\" > \"y\" AND \"x\" - \"y\" >= 1.0", "x=3 y=1")]
    [InlineData("\"n\" * 2 == 10 OR \"b\"", "n=5i b=FALSE")]
    [InlineData("\"host\" == 'a' AND isPresent(\"x\")", "x=1 #host=a")]
    [InlineData("abs(\"x\") > 1.0 AND count() > 0", "x=-2")]
    [InlineData("hour(\"time\") == 19", "x=1 @1577836800000000000")]
    public void Evaluation_allocates_nothing(string expression, string row)
    {
        var compiled = ExpressionRunner.Compile(expression);
        var state = compiled.CreateState();
        var data = TestRow.Parse(row);
        compiled.TryEvaluateBool(data, state, out var first, out _);
        first.Should().BeTrue();

        Allocations.Each(1_000, () => compiled.TryEvaluateBool(data, state, out _, out _)).Should().BeLessThan(1);
    }

    [Theory]
    [InlineData("\"gone\" > 90", "x=1")]
    [InlineData("1 / \"x\" > 0", "x=0i")]
    public void Failure_allocates_nothing(string expression, string row)
    {
        var compiled = ExpressionRunner.Compile(expression);
        var state = compiled.CreateState();
        var data = TestRow.Parse(row);
        compiled.TryEvaluateBool(data, state, out _, out var error).Should().BeFalse();
        error.Should().NotBeNull();

        Allocations.Each(1_000, () => compiled.TryEvaluateBool(data, state, out _, out _)).Should().BeLessThan(1);
    }

    [Theory]
    [InlineData("\"x\" > 1.0", true, false)]
    [InlineData("\"host\" == 'a'", false, true)]
    [InlineData("\"gone\" == 'a'", false, true)]
    [InlineData("\"host\" == 'a' AND hour(\"time\") > 5", false, false)]
    [InlineData("\"host\" == 'a' AND unixNano(now()) > 5", false, false)]
    [InlineData("\"host\" == 'a' AND count() > 5", false, false)]
    [InlineData("TRUE", false, true)]
    public void Verdict_may_be_kept_for_a_series_where_only_tags_matter(string expression, bool dependsOnFields, bool isFixed)
    {
        var compiled = ExpressionRunner.Compile(expression);
        var layout = FieldLayout.Of(("x", FieldType.Float));

        compiled.DependsOnFields(layout).Should().Be(dependsOnFields);
        compiled.IsFixedBySeries(layout).Should().Be(isFixed);
    }

    [Fact]
    public void Groups_remember_apart()
    {
        var compiled = ExpressionRunner.Compile("count()");
        var (one, other) = (compiled.CreateState(), compiled.CreateState());

        Count(compiled, one).Should().Be(1);
        Count(compiled, one).Should().Be(2);
        Count(compiled, other).Should().Be(1);
        compiled.IsStateful.Should().BeTrue();
        compiled.SharesState.Should().BeFalse();
    }

    [Fact]
    public void Nested_lambda_remembers_for_all_groups()
    {
        var compiled = Compile(Sum(Nested("count()"), "0"));
        var (one, other) = (compiled.CreateState(), compiled.CreateState());

        Count(compiled, one).Should().Be(1);
        Count(compiled, other).Should().Be(2);
        compiled.IsStateful.Should().BeTrue();
        compiled.SharesState.Should().BeTrue();
    }

    [Fact]
    public void Mentions_of_one_nested_lambda_remember_apart()
    {
        var nested = Nested("count()");
        var compiled = Compile(new BinarySyntax(default, nested, BinaryOperator.Add, 0, nested, false));
        var state = compiled.CreateState();

        Count(compiled, state).Should().Be(2);
        Count(compiled, state).Should().Be(4);
        Count(compiled, state).Should().Be(6);
    }

    [Fact]
    public void Failure_in_a_nested_lambda_fails_the_whole()
    {
        var compiled = Compile(Sum(Nested("1 / \"n\""), "0"));
        var state = compiled.CreateState();

        compiled.TryEvaluate(TestRow.Parse("n=0i"), state, out _, out var error).Should().BeFalse();
        error!.Text.Should().Be("runtime error: integer divide by zero");
        compiled.TryEvaluate(TestRow.Parse("n=1i"), state, out var value, out _).Should().BeTrue();
        value.Integer.Should().Be(1);
    }

    [Fact]
    public void Endless_shapes_of_rows_are_evaluated()
    {
        var compiled = ExpressionRunner.Compile("\"x\" > 1");
        var state = compiled.CreateState();

        for (var i = 0; i < 2_000; i++)
            compiled.TryEvaluateBool(TestRow.Parse($"f{i}=1 x=2"), state, out var value, out _).Should().Be(value);
    }

    [Fact]
    public void Unresolved_name_is_refused_with_its_place()
    {
        var diagnostics = new DiagnosticBag();

        ExpressionRunner.TryCompile("\"x\" > limit", diagnostics).Should().BeNull();

        diagnostics.Should().ContainSingle().Which.Span.Should().Be(new TextSpan(6, 5));
    }

    [Fact]
    public void Unknown_function_is_a_warning_with_a_suggestion()
    {
        var diagnostics = new DiagnosticBag();

        ExpressionRunner.TryCompile("strcontains(\"x\", 'a')", diagnostics).Should().NotBeNull();

        var warning = diagnostics.Should().ContainSingle().Which;
        warning.Severity.Should().Be(Severity.Warning);
        warning.Hint.Should().Be("did you mean \"strContains\"?");
    }

    [Theory]
    [InlineData("abs(1) > \"x\"", "TS3007", 0, 6)]
    [InlineData("max(\"x\", 1) > 0.0", "TS3007", 0, 11)]
    [InlineData("strLength(\"x\", \"y\") > 0", "TS3007", 0, 19)]
    [InlineData("\"x\" / 0 > 1", "TS3008", 6, 1)]
    [InlineData("\"x\" % 0 > 1", "TS3008", 6, 1)]
    public void Part_that_can_only_fail_is_a_warning(string expression, string code, int start, int length)
    {
        var diagnostics = new DiagnosticBag();

        ExpressionRunner.TryCompile(expression, diagnostics).Should().NotBeNull();

        var warning = diagnostics.Should().ContainSingle().Which;
        warning.Severity.Should().Be(Severity.Warning);
        warning.Code.Should().Be(code);
        warning.Span.Should().Be(new TextSpan(start, length));
    }

    [Theory]
    [InlineData("\"x\" / 0.0 > 1.0")]
    [InlineData("max(\"x\", \"y\") > 0.0")]
    [InlineData("isPresent(\"x\") AND if(\"b\", 1, 2) == int(\"s\")")]
    public void Part_that_may_succeed_is_no_warning(string expression)
    {
        var diagnostics = new DiagnosticBag();

        ExpressionRunner.TryCompile(expression, diagnostics).Should().NotBeNull();

        diagnostics.Should().BeEmpty();
    }

    [Fact]
    public void Tree_that_is_too_deep_is_refused()
    {
        ExpressionSyntax tree = new IntegerSyntax(default, 1, false);
        for (var i = 0; i < 100_000; i++)
            tree = new UnarySyntax(default, UnaryOperator.Negate, tree);
        var diagnostics = new DiagnosticBag();

        new LambdaExpression(tree).Compile(FunctionCatalog.Default, diagnostics).Should().BeNull();

        diagnostics.Should().ContainSingle().Which.Code.Should().Be("TS3006");
    }

    [Fact]
    public void Long_chain_of_alternatives_is_flat()
    {
        ExpressionSyntax tree = new BooleanSyntax(default, false);
        for (var i = 0; i < 100_000; i++)
            tree = new BinarySyntax(default, tree, BinaryOperator.Or, 0, new BooleanSyntax(default, i == 99_999), false);

        var compiled = Compile(tree);

        compiled.TryEvaluateBool(new TestRow(), compiled.CreateState(), out var value, out _).Should().BeTrue();
        value.Should().BeTrue();
    }

    private static long Count(CompiledExpression compiled, ExpressionState state)
    {
        compiled.TryEvaluate(new TestRow(), state, out var value, out var error).Should().BeTrue(error?.Text);
        return value.Integer;
    }

    private static CompiledExpression Compile(ExpressionSyntax tree) =>
        new LambdaExpression(tree).Compile(FunctionCatalog.Default, new DiagnosticBag()) ?? throw new InvalidOperationException("refused");

    private static LambdaSyntax Nested(string body) => new(default, ExpressionRunner.Parse(body));

    private static BinarySyntax Sum(ExpressionSyntax left, string right) =>
        new(default, left, BinaryOperator.Add, 0, ExpressionRunner.Parse(right), false);
}
