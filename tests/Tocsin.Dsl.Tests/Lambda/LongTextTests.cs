using Tocsin.Dsl.Lambda;

namespace Tocsin.Dsl.Tests.Lambda;

public sealed class LongTextTests
{
    private static readonly TextBound TenThousand = new(10_000, "some.setting");

    [Theory]
    [InlineData("\"t\" + \"t\"")]
    [InlineData("strReplace(\"t\", 'x', 'xx', -1)")]
    [InlineData("strReplace(\"t\", 'x', 'xx', 6000)")]
    [InlineData("strReplace(\"t\", '', 'xx', -1)")]
    [InlineData("strReplace(\"t\", '', 'xx', 3000)")]
    [InlineData("regexReplace(/x/, \"t\", 'yy')")]
    [InlineData("regexReplace(/x+/, \"t\", '$0$0$0$0$0$0$0$0$0$0$0$0$0$0$0$0')")]
    [InlineData("regexReplace(/\\bx+/, \"t\", '$0 $0')")]
    [InlineData("strReplace(strReplace(strReplace(strReplace(\"t\", 'x', \"t\", -1), 'x', \"t\", -1), 'x', \"t\", -1), 'x', \"t\", -1)")]
    public void A_text_that_becomes_too_long_fails_and_names_the_setting(string expression)
    {
        var compiled = Bounded(expression);

        compiled.TryEvaluate(Row(9_000), compiled.CreateState(), out _, out var error).Should().BeFalse();

        error?.Text.Should().EndWith("text is longer than 10000 characters; some.setting of the configuration allows more");
    }

    [Theory]
    [InlineData("\"t\" + \"t\"", 10_000)]
    [InlineData("strReplace(\"t\", 'x', 'xx', -1)", 10_000)]
    [InlineData("strReplace(\"t\", '', 'y', -1)", 10_001, 9_999)]
    [InlineData("strReplace(\"t\", 'x', 'xx', 100)", 5_100)]
    [InlineData("regexReplace(/x/, \"t\", 'yy')", 10_000)]
    public void A_text_as_long_as_is_allowed_is_made(string expression, int length, int longest = 10_000)
    {
        var compiled = Bounded(expression, TenThousand with { Longest = Math.Max(longest, length) });

        compiled.TryEvaluate(Row(5_000), compiled.CreateState(), out var value, out var error).Should().BeTrue(error?.Text);

        value.Text.Should().HaveLength(length);
    }

    [Theory]
    [InlineData("\"t\" + ''")]
    [InlineData("strReplace(\"t\", 'x', 'y', -1)")]
    [InlineData("strReplace(\"t\", 'z', 'yyyy', -1)")]
    [InlineData("regexReplace(/x/, \"t\", 'y')")]
    [InlineData("strToUpper(\"t\")")]
    public void A_long_text_that_data_brings_may_be_worked_on(string expression)
    {
        var compiled = Bounded(expression);

        compiled.TryEvaluate(Row(20_000), compiled.CreateState(), out var value, out var error).Should().BeTrue(error?.Text);

        value.Text.Should().HaveLength(20_000);
    }

    [Fact]
    public void A_lambda_in_a_lambda_is_bounded_too()
    {
        var compiled = Bounded("if(strLength(\"t\") > 0, \"t\" + \"t\", '')");

        compiled.TryEvaluate(Row(9_000), compiled.CreateState(), out _, out var error).Should().BeFalse();

        error?.Text.Should().Contain("longer than 10000");
    }

    private static Dsl.Lambda.Expressions.CompiledExpression Bounded(string expression, TextBound? bound = null) =>
        ExpressionRunner.Compile(expression, ExpressionRunner.Settings with { Texts = bound ?? TenThousand });

    private static TestRow Row(int length) => TestRow.Parse("t='" + new string('x', length) + "'");
}
