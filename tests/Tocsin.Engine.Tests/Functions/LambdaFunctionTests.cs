using Tocsin.Dsl.Lambda;
using Tocsin.Dsl.Lambda.Expressions;
using Tocsin.Dsl.Syntax;
using Tocsin.Engine.Tests.Testing;
using Tocsin.Pipelines.Data;
using Tocsin.Pipelines.Functions;
using Tocsin.Sdk.Functions;

namespace Tocsin.Engine.Tests.Functions;

public class LambdaFunctionTests
{
    [Theory]
    [InlineData("celsius(\"f\") > 99.9 AND celsius(\"f\") < 100.1", true)]
    [InlineData("celsius(\"i\") == 0.0", true)]
    [InlineData("unixNano(later(\"time\", 90s)) == unixNano(later(later(\"time\", 1m), 30s))", true)]
    [InlineData("twice(30s) == 1m", true)]
    [InlineData("between(\"f\", 200.0, 300.0)", true)]
    [InlineData("between(\"f\", 300.0, 400.0)", false)]
    [InlineData("pick(TRUE, \"h\", 'b', 2) == 'aa'", true)]
    [InlineData("answer() + 1 == 43", true)]
    [InlineData("abs(celsius(\"f\")) > 0.0", true)]
    public void Function_is_called_with_the_types_of_its_arguments(string expression, bool expected) =>
        Evaluate(expression).Should().Be(expected.ToString());

    [Theory]
    [InlineData("refuse(\"f\") > 0.0", "error calling \"refuse\": 212 is not to my liking")]
    [InlineData("nothing(\"f\") == 'x'", "error calling \"nothing\": it returned null")]
    [InlineData("celsius(\"h\") > 0.0", "Cannot call function \"celsius\" with args (\"h\": string), available signatures are [(float),(int)].")]
    public void Evaluation_that_fails_says_why(string expression, string error) => Evaluate(expression).Should().Be(error);

    [Fact]
    public void Arguments_that_never_fit_are_told_when_the_script_is_defined()
    {
        var bound = Functions.Bind("stream|from().where(lambda: celsius('hot') > 30.0)|log()");

        bound.Diagnostics.Should().ContainSingle().Which.Message.Should().StartWith("\"celsius\" takes (float) or (int)");
    }

    [Fact]
    public void Calls_are_not_assumed_to_give_the_same_again()
    {
        var calls = Compile("answer() == 42");

        calls.UsesTimeOrNow.Should().BeTrue();
        calls.ForeignFunctions.Should().ContainSingle().Which.Owner.Should().BeOfType<LambdaFunction>().Which.Origin.Should().Be("acme");
    }

    [Fact]
    public void Script_knows_the_functions_that_it_uses()
    {
        var graph = Functions.Bind("var hot = lambda: celsius(\"f\") > 30.0\nstream|from().where(hot)@pass()|alert().crit(lambda: \"f\" > abs(-1.0))").Graph!;

        UserFunction.UsedBy(graph).Select(function => function.ScriptForm).Should().BeEquivalentTo("@pass", "celsius(float) float, celsius(int) float");
    }

    [Fact]
    public void Call_allocates_nothing()
    {
        var expression = Compile("celsius(\"f\") > 30.0 AND year(later(\"time\", 1s)) > 1900");
        var point = Points.Of("m,h=a f=212 0");
        var state = expression.CreateState();
        for (var i = 0; i < 1000; i++)
            expression.TryEvaluateBool(point, state, out _, out _).Should().BeTrue();

        Allocations.Each(1000, () => expression.TryEvaluateBool(point, state, out _, out _)).Should().BeLessThan(1);
    }

    [Theory]
    [InlineData(typeof(TakesAnInt), "*TakesAnInt.Half: argument 'value' is of type Int32; the ints of scripts are long")]
    [InlineData(typeof(ReturnsAList), "*ReturnsAList.All returns String[]; lambdas know double, long, bool, string, TimeSpan and DateTimeOffset")]
    [InlineData(typeof(TakesFive), "*TakesFive.Sum takes 5 arguments, a function of lambdas takes at most 4")]
    [InlineData(typeof(IsNotStatic), "*IsNotStatic.Half is marked [LambdaFunction] and must be static*")]
    [InlineData(typeof(HasNoName), "*HasNoName.Half: 'no-name' isn't a name that scripts can write*")]
    [InlineData(typeof(IsThereTwice), "*IsThereTwice.B: 'same(float)' is there twice")]
    public void Method_that_cannot_be_a_function_is_refused(Type type, string error)
    {
        var found = Functions.Find(type);

        found.Functions.Should().BeEmpty();
        found.Errors.Should().ContainSingle().Which.Should().Match(error);
    }

    [Fact]
    public void Name_of_a_built_in_function_is_refused_with_both()
    {
        FunctionSet.Empty.TryAdd(Functions.Find(typeof(Absolute)).Functions.Single(), out _, out var error).Should().BeFalse();

        error.Should().Be("function 'abs' of 'acme' has the name of the built-in function 'abs(float)': choose another");
    }

    [Fact]
    public void The_first_to_bring_a_name_keeps_it()
    {
        var later = FoundFunctions.FromTypes([typeof(SampleFunctions)], "other").Functions.Single(function => function.Name == "twice");

        Functions.Sample.TryAdd(later, out _, out var error).Should().BeFalse();

        error.Should().Be("function 'twice' of 'other' has the name of one that 'acme' already provides: rename one of them");
    }

    private static CompiledExpression Compile(string expression) =>
        Script.Lambda(expression).Compile(Functions.Sample.Lambdas, new DiagnosticBag()) ?? throw new FormatException(expression);

    private static string Evaluate(string expression)
    {
        var compiled = Compile(expression);
        return compiled.TryEvaluateBool(Points.Of("m,h=a f=212,i=32i 0"), compiled.CreateState(), out var value, out var error) ? value.ToString() : error.Text;
    }

    private static class TakesAnInt
    {
        [LambdaFunction("half")]
        public static double Half(int value) => value / 2.0;
    }

    private static class ReturnsAList
    {
        [LambdaFunction("all")]
        public static string[] All(string value) => [value];
    }

    private static class TakesFive
    {
        [LambdaFunction("sum")]
        public static double Sum(double a, double b, double c, double d, double e) => a + b + c + d + e;
    }

    private sealed class IsNotStatic
    {
        [LambdaFunction("half")]
        public double Half(double value) => value / 2;
    }

    private static class HasNoName
    {
        [LambdaFunction("no-name")]
        public static double Half(double value) => value / 2;
    }

    private static class IsThereTwice
    {
        [LambdaFunction("same")]
        public static double A(double value) => value;

        [LambdaFunction("same")]
        public static double B(double value) => value;
    }

    private static class Absolute
    {
        [LambdaFunction("abs")]
        public static double Abs(double value) => Math.Abs(value);
    }
}
