using Tocsin.Dsl.Syntax;
using Tocsin.Dsl.Syntax.Parsing;

namespace Tocsin.Dsl.Tests.Syntax;

public class SyntaxFactsTests
{
    [Fact]
    public void Precedence_runs_from_or_to_multiply()
    {
        string[] levels = ["OR", "AND", "== != =~ !~", "< <= > >=", "+ -", "* / %"];

        var actual = Enum.GetValues<BinaryOperator>()
            .GroupBy(SyntaxFacts.Precedence)
            .OrderBy(level => level.Key)
            .Select(level => string.Join(' ', level.Select(SyntaxFacts.Text)));

        actual.Should().Equal(levels);
    }

    [Fact]
    public void Every_token_with_a_fixed_text_is_lexed_from_it()
    {
        foreach (var kind in Enum.GetValues<SyntaxKind>())
        {
            if (SyntaxFacts.FixedText(kind) is not { } text)
                continue;

            // Operators are known after an operand only, a star before one.
            var before = SyntaxFacts.TryGetBinaryOperator(kind, out _) || kind == SyntaxKind.Assign ? "a " : "";
            SyntaxTree.Parse(before + text + " ").Tokens[^2].Kind.Should().Be(kind);
        }
    }

    [Theory]
    [InlineData("u", 1_000)]
    [InlineData("µ", 1_000)]
    [InlineData("ms", 1_000_000)]
    [InlineData("s", 1_000_000_000)]
    [InlineData("m", 60_000_000_000)]
    [InlineData("h", 3_600_000_000_000)]
    [InlineData("d", 86_400_000_000_000)]
    [InlineData("w", 604_800_000_000_000)]
    public void Duration_units_have_their_nanoseconds(string unit, long expected)
    {
        SyntaxFacts.TryGetDurationUnit(unit, out var length, out var nanoseconds).Should().BeTrue();
        (length, nanoseconds).Should().Be((unit.Length, expected));
    }

    [Theory]
    [InlineData("")]
    [InlineData("n")]
    [InlineData("\u03BC")]
    [InlineData("S")]
    public void Other_units_are_unknown(string unit) =>
        SyntaxFacts.TryGetDurationUnit(unit, out _, out _).Should().BeFalse();
}
