using Tocsin.Dsl.Lambda;

namespace Tocsin.Dsl.Tests.Lambda;

/// <summary>An expression that was evaluated can be looked at condition by condition.</summary>
public sealed class ReviewTests
{
    [Theory]
    [InlineData("\"x\" > 90", "x=91.5", "\"x\" > 90 [x=91.5] true")]
    [InlineData("\"x\" > 90 AND \"host\" == 'a'", "x=91.5 #host=b", "\"x\" > 90 [x=91.5] true; \"host\" == 'a' [host=b] false")]
    [InlineData("\"x\" > 90 OR \"host\" == 'a'", "x=91.5 #host=b", "\"x\" > 90 [x=91.5] true")]
    [InlineData("\"x\" > 90 AND \"host\" == 'a'", "x=1.0 #host=b", "\"x\" > 90 [x=1] false")]
    [InlineData("!(\"x\" > 90 AND \"b\")", "x=91.0 b=FALSE", "\"x\" > 90 [x=91] true; \"b\" [b=False] false")]
    [InlineData("abs(\"x\" - \"y\") > 5.0", "x=1.0 y=9.0", "abs(\"x\" - \"y\") > 5 [abs(x - y)=8, x=1, y=9] true")]
    [InlineData("isPresent(\"gone\")", "x=1.0", "isPresent(\"gone\") [gone=] false")]
    [InlineData("\"gone\" > 5", "x=1.0", "\"gone\" > 5 [gone=] left reference value \"gone\" is missing value")]
    [InlineData("\"host\" =~ /^web/", "#host=web-07", "\"host\" =~ /^web/ [host=web-07] true")]
    public void Conditions_are_shown_up_to_the_one_that_decides(string expression, string row, string expected)
    {
        var compiled = ExpressionRunner.Compile(expression);
        var state = compiled.CreateState();
        var data = TestRow.Parse(row);
        var isValue = compiled.TryEvaluateBool(data, state, out var value, out _);

        var seen = compiled.Review(data, state);

        Text(seen).Should().Be(expected);
        seen.Holds.Should().Be(isValue ? value : null);
    }

    [Fact]
    public void What_is_remembered_is_not_counted_again()
    {
        var compiled = ExpressionRunner.Compile("count() > 1 AND spread(\"x\") > 2.0 AND sigma(\"x\") >= 0.0");
        var state = compiled.CreateState();
        foreach (var x in new[] { "x=1.0", "x=4.5" })
            compiled.TryEvaluateBool(TestRow.Parse(x), state, out _, out _);

        var expected = "count() > 1 [count()=2] true; spread(\"x\") > 2 [spread(x)=0, x=4.5] false";
        Text(compiled.Review(TestRow.Parse("x=4.5"), state)).Should().Be(expected);
        Text(compiled.Review(TestRow.Parse("x=4.5"), state)).Should().Be(expected);
    }

    private static string Text(SeenExpression seen) => string.Join("; ", seen.Conditions.Select(condition =>
        $"{condition.Text} [{string.Join(", ", condition.Values.Select(value => $"{value.Key.Replace("\"", "")}={value.Value}"))}] {(condition.Holds is { } holds ? holds ? "true" : "false" : condition.Problem)}"));
}
