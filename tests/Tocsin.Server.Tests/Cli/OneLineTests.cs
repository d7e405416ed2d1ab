using Tocsin.Server.Cli.Texts;

namespace Tocsin.Server.Tests.Cli;

public sealed class OneLineTests
{
    [Theory]
    [InlineData("cpu is CRITICAL: 3 %", "cpu is CRITICAL: 3 %")]
    [InlineData("disk\r\nis\nfull", "disk is full")]
    [InlineData("\u001b[2Jgone\u0007\t\u009b31m", " [2Jgone   31m")]
    public void What_would_break_the_line_or_steer_the_terminal_becomes_a_space(string text, string shown) => OneLine.Of(text).Should().Be(shown);
}
