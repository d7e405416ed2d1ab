using Tocsin.Server.RuleTests.Mutations;

namespace Tocsin.Server.Tests.RuleTests;

public sealed class ScriptMutantsTests
{
    [Theory]
    [InlineData("""stream|from()|where(lambda: "v" < 10)""", "< 10 → <= 10 (add a point with v=10)", "10 → 11 (add a point where \"v\" lies between them)", "10 → 9 (add a point where \"v\" lies between them)")]
    [InlineData("""stream|from()|where(lambda: "v" >= 0.5)""", ">= 0.5 → > 0.5 (add a point with v=0.5)", "0.5 → 0.55 (add a point where \"v\" lies between them)", "0.5 → 0.45 (add a point where \"v\" lies between them)")]
    [InlineData("""stream|from()|where(lambda: "a" == 'x' AND "b" =~ /y/)""", "AND → OR (add a point for which one side holds and the other does not)", "== 'x' → != 'x' (add a point for which it holds)", "=~ /y/ → !~ /y/ (add a point for which it holds)")]
    [InlineData("stream|from()|window().period(10s).every(1m)", "10s → 20s (add data for which that makes a difference, and expect when)", "1m → 2m (add data for which that makes a difference, and expect when)")]
    [InlineData("stream|from().groupBy('a', 'b')", "'a' of groupBy →  (send points that differ in it alone, and expect an alert for each)", "'b' of groupBy →  (send points that differ in it alone, and expect an alert for each)")]
    [InlineData("stream|from().groupBy(*)", ".groupBy(*) →  (send points of two groups and expect an alert for each)")]
    [InlineData("stream|from()|alert().warn(lambda: TRUE).stateChangesOnly()", ".stateChangesOnly() →  (send the same level twice and expect one event)", ".warn(lambda: TRUE) →  (expect an alert of the level of warn)")]
    [InlineData("var limit = 5\nstream|from()", "5 → 6 (add a point where limit lies between them)", "5 → 4 (add a point where limit lies between them)")]
    [InlineData("stream|from(")]
    public void A_rule_has_the_mistakes_that_people_make(string script, params string[] expected)
    {
        var mutants = ScriptMutants.Of("rule.tick", script, new HashSet<string>());

        mutants.Select(mutant => $"{mutant.Before} → {mutant.After} ({mutant.Advice})").Should().BeEquivalentTo(expected);
        mutants.All(mutant => mutant.Text != script).Should().BeTrue();
    }

    [Fact]
    public void A_variable_with_a_value_from_elsewhere_is_left_alone() =>
        ScriptMutants.Of("rule.tick", "var limit = 5\nstream|from()", new HashSet<string> { "limit" }).Should().BeEmpty();

    [Fact]
    public void One_tag_of_several_is_taken_out_with_its_comma() =>
        ScriptMutants.Of("rule.tick", "stream|from().groupBy('a', 'b', 'c')", new HashSet<string>()).Select(mutant => mutant.Text).Should().Equal(
            "stream|from().groupBy('b', 'c')", "stream|from().groupBy('a', 'c')", "stream|from().groupBy('a', 'b')");
}
