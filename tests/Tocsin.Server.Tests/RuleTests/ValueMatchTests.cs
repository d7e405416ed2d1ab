using System.Text.Json.Nodes;
using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Configuration.Reading;
using Tocsin.Server.RuleTests.Judging;

namespace Tocsin.Server.Tests.RuleTests;

public sealed class ValueMatchTests
{
    [Theory]
    [InlineData("a: 1", """{"a":1}""")]
    [InlineData("a: 1", """{"a":1.0}""")]
    [InlineData("a: 1.50", """{"a":1.5}""")]
    [InlineData("a: 1e300", """{"a":1E+300}""")]
    [InlineData("a: 007", """{"a":"007"}""")]
    [InlineData("a: 7", """{"a":"7"}""")]
    [InlineData("a: true", """{"a":true}""")]
    [InlineData("a: 'true'", """{"a":"true"}""")]
    [InlineData("a:", """{"a":null}""")]
    [InlineData("a:", "{}")]
    [InlineData("a: { b: [1, x] }", """{"a":{"b":[1,"x"],"c":2},"d":3}""")]
    [InlineData("x-key: 1", """{"X-Key":1}""")]
    [InlineData("a: !any", """{"a":0}""")]
    [InlineData("a: !match '^b.d$'", """{"a":"bad"}""")]
    [InlineData("a: !match '^1'", """{"a":12}""")]
    [InlineData("a: !contains ell", """{"a":"hello"}""")]
    [InlineData("a: !exactly { b: 1 }", """{"a":{"b":1},"c":2}""")]
    [InlineData("a: !exactly { b: 1 }", """{"a":{"b":1,"c":null}}""")]
    public void What_holds_has_no_difference(string expected, string actual) => Compare(expected, actual).Should().BeEmpty();

    [Theory]
    [InlineData("a: 1", """{"a":2}""", "a: expected 1, is 2")]
    [InlineData("a: 1", "{}", "a: expected 1, is not there")]
    [InlineData("a: '1'", """{"a":1}""", "a: expected \"1\", is 1")]
    [InlineData("a: true", """{"a":1}""", "a: expected true, is 1")]
    [InlineData("a:", """{"a":1}""", "a: expected nothing, is 1")]
    [InlineData("a: !any", "{}", "a: expected any value, is not there")]
    [InlineData("a: !any", """{"a":null}""", "a: expected any value, is not there")]
    [InlineData("a: !match '^b'", """{"a":"ab"}""", "a: expected a text that matches ^b, is \"ab\"")]
    [InlineData("a: !match '('", """{"a":"("}""", "a: expected a text that matches (, is \"(\"")]
    [InlineData("a: !contains z", """{"a":["z"]}""", "a: expected a text with z, is [\"z\"]")]
    [InlineData("a: [1, 2]", """{"a":[1]}""", "a: expected 2 items, is 1: [1]")]
    [InlineData("a: [1, 2]", """{"a":[1,3]}""", "a[1]: expected 2, is 3")]
    [InlineData("a: { b: { c: 1 } }", """{"a":{"b":{"c":2}}}""", "a.b.c: expected 1, is 2")]
    [InlineData("a: { b: 1 }", """{"a":[]}""", "a: expected {\"b\":1}, is []")]
    [InlineData("a: [1]", """{"a":{}}""", "a: expected [1], is {}")]
    [InlineData("a: !exactly { b: 1 }", """{"a":{"b":1,"c":2}}""", "a.c: expected nothing, is 2")]
    public void What_does_not_hold_is_named_with_both_values(string expected, string actual, string difference) =>
        Compare(expected, actual).Should().Equal(difference);

    [Fact]
    public void Long_values_are_cut() =>
        Compare("a: 1", $$"""{"a":"{{new string('x', 5000)}}"}""").Single().Length.Should().BeLessThan(250);

    private static List<string> Compare(string expected, string actual)
    {
        var problems = new List<ConfigProblem>();
        var value = DefinitionReader.First(expected, "test.yaml", problems);
        problems.Should().BeEmpty();
        return [.. ValueMatch.Compare(value!, JsonNode.Parse(actual), "").Select(difference => difference.ToString())]; // Read above.
    }
}
