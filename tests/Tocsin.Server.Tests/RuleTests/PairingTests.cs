using Tocsin.Server.RuleTests.Judging;

namespace Tocsin.Server.Tests.RuleTests;

public sealed class PairingTests
{
    [Theory]
    [InlineData("01", 2, "0", "first that fits is taken")]
    [InlineData("01 0", 2, "1 0", "one that is easily content makes way")]
    [InlineData("012 01 0", 3, "2 1 0", "over several")]
    [InlineData("0 0", 1, "0 -1", "two cannot have one")]
    [InlineData(". 0", 2, "-1 0", "one takes nothing")]
    [InlineData("0", 0, "-1", "nothing is there")]
    [InlineData("01 01", 2, "0 1", "two that are content with either keep their order")]
    [InlineData("012 0 012", 3, "1 0 2", "who made way keeps before who came later")]
    [InlineData("12 12 0", 3, "1 2 0", "all in their order")]
    public void As_many_as_can_have_one_find_a_partner(string wishes, int others, string expected, string why)
    {
        string[] wanted = wishes.Split(' ');

        var partners = Pairing.Of(wanted.Length, others, (one, other) => wanted[one].Contains((char)('0' + other)));

        string.Join(' ', partners).Should().Be(expected, why);
    }

    [Fact]
    public void Nobody_who_looks_is_no_mistake() => Pairing.Of(0, 3, (_, _) => true).Should().BeEmpty();
}
