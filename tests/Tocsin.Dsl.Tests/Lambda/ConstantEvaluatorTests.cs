using System.Text.RegularExpressions;
using Tocsin.Dsl.Lambda.Expressions;
using Tocsin.Dsl.Time;

namespace Tocsin.Dsl.Tests.Lambda;

public class ConstantEvaluatorTests
{
    [Theory]
    [InlineData("1 + 2 * 3", "7")]
    [InlineData("2 * p", "20s")]
    [InlineData("n + 1", "6")]
    [InlineData("-f", "-1.5")]
    [InlineData("'m' + 'n'", "'mn'")]
    [InlineData("string(5) + 'n'", "'5n'")]
    [InlineData("!b", "FALSE")]
    [InlineData("n > 4 AND b", "TRUE")]
    [InlineData("s =~ r", "TRUE")]
    public void Expression_over_constants_has_a_value(string expression, string expected)
    {
        ConstantEvaluator.TryEvaluate(ExpressionRunner.Parse(expression), Resolve, out var value, out var error).Should().BeTrue(error?.Text);

        ExpressionRunner.Print(value).Should().Be(expected);
    }

    [Theory]
    [InlineData("1 / 0", "runtime error: integer divide by zero")]
    [InlineData("10 % (n - 5)", "runtime error: integer divide by zero")]
    [InlineData("n + y", "name \"y\" is undefined")]
    [InlineData("\"x\" > 5", "name \"x\" is undefined: fields and tags, in double quotes, can only be read inside a lambda")]
    [InlineData("n * f", "mismatched type to binary operator. got int * float. see bool(), int(), float(), string(), duration()")]
    [InlineData("p + 1", "mismatched type to binary operator. got duration + int. see bool(), int(), float(), string(), duration()")]
    [InlineData("foo(1) + 1", "undefined function: \"foo\"")]
    public void Expression_without_a_value_says_why(string expression, string expected)
    {
        ConstantEvaluator.TryEvaluate(ExpressionRunner.Parse(expression), Resolve, out _, out var error).Should().BeFalse();

        error!.Text.Should().Be(expected);
    }

    [Fact]
    public void Regex_stays_a_regex()
    {
        ConstantEvaluator.TryEvaluate(ExpressionRunner.Parse("if(b, r, r)"), Resolve, out var value, out _).Should().BeTrue();

        value.ToObject().Should().BeOfType<Regex>();
    }

    private static object? Resolve(string name) => name switch
    {
        "n" => 5L,
        "f" => 1.5,
        "s" => "text",
        "b" => true,
        "p" => Duration.FromSeconds(10),
        "r" => new Regex("^t"),
        _ => null,
    };
}
