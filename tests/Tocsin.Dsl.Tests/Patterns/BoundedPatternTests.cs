using System.Text.RegularExpressions;
using Tocsin.Dsl.Patterns;

namespace Tocsin.Dsl.Tests.Patterns;

public sealed class BoundedPatternTests
{
    // Backtracking takes longer than anybody waits: each of the letters may be in either repeat.
    private const string Slow = @"^(a+)+\b!$";
    private static readonly string Letters = new('a', 40);

    [Fact]
    public void A_word_boundary_is_linear_on_ASCII_texts() => Try(Compile(Slow), Letters).Should().BeNull();

    [Fact]
    public void A_pattern_that_took_too_long_rests_and_others_do_not()
    {
        var pattern = Compile(Slow);

        Try(pattern, Letters + "é").Should().StartWith("the text took too long to match: patterns with");
        Try(pattern, Letters + "é").Should().StartWith("the pattern took too long on another text and is suspended");
        Try(pattern, Letters).Should().BeNull("ASCII is matched by another form of it");
        Try(Compile(Slow), "é").Should().BeNull();
    }

    private static string? Try(Regex regex, string text)
    {
        var isMatch = false;
        var problem = BoundedPattern.Try(regex, text, 0, static (regex, text, _) => regex.IsMatch(text), ref isMatch);
        isMatch.Should().BeFalse();
        return problem;
    }

    private static Regex Compile(string pattern)
    {
        Re2.TryCompile(pattern, out var regex, out _).Should().BeTrue();
        return regex!; // It was just compiled.
    }
}
