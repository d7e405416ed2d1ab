using System.Text.RegularExpressions;
using Tocsin.Alerting.Matching.Labels;

namespace Tocsin.Engine.Tests.Matching;

public sealed class LabelMatcherTests
{
    [Fact]
    public void What_is_seen_without_the_expression_is_what_the_expression_says()
    {
        var random = new Random(7);
        string[] parts = ["web", "-", "0", "1", ".*", ".", "a?", "b*", "c+", "(x|y)", "d{0,1}", "e{2}", "[01]", "\\.", "|", "^", "$", "(?i)", "é"];
        string[] texts = ["web", "WEB", "-", "0", "1", "a", "b", "c", "x", "y", "d", "e", "ee", ".", "^", "é"];
        var differences = new List<string>();
        for (var i = 0; i < 5000; i++)
        {
            var pattern = Text(parts, 5);
            if (!LabelMatcher.TryCreate("host", pattern, isRegex: true, isEqual: i % 2 == 0, out var matcher, out _))
                continue;
            var plain = new Regex($"^(?s:{pattern})$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
            foreach (var value in Enumerable.Range(0, 20).Select(_ => Text(texts, 5)).Append(""))
            {
                if (matcher.Matches(value) != (plain.IsMatch(value) == matcher.IsEqual))
                    differences.Add($"{matcher} on '{value}'");
            }
        }

        differences.Should().BeEmpty();

        string Text(string[] of, int most) => string.Concat(Enumerable.Range(0, random.Next(most + 1)).Select(_ => of[random.Next(of.Length)]));
    }

    [Theory]
    [InlineData("host=\"\"", true)]
    [InlineData("host=~\".*\"", true)]
    [InlineData("host=~\".+\"", false)]
    [InlineData("host!=\"a\"", false)]
    [InlineData("host!~\"a\"", false)]
    [InlineData("host=\"a\"", false)]
    public void Asks_for_nothing_what_every_alert_without_labels_has(string text, bool expected)
    {
        LabelMatcher.TryParse(text, out var matcher, out _).Should().BeTrue();

        matcher!.AsksForNothing.Should().Be(expected);
    }
}
