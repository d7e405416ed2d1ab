using Tocsin.Alerting.Foreign;

namespace Tocsin.Engine.Tests.Foreign;

public sealed class ShownTextTests
{
    [Theory]
    [InlineData("plain é 😀", "plain é 😀")]
    [InlineData("a\u001b[31m\r\nb\u007f\u0085\u202e", "a␛[31m␍␊b���")]
    public void Characters_that_steer_a_terminal_are_shown_by_signs(string text, string shown) => ShownText.Visible(text).Should().Be(shown);

    [Fact]
    public void Long_texts_are_cut() => ShownText.Visible(new string('x', 5_000_000)).Should().HaveLength(ShownText.LongestReason).And.EndWith("…");
}
