using Tocsin.Server.Cli;

namespace Tocsin.Server.Tests.Cli;

public sealed class HangUpsTests
{
    [Fact]
    public void Signals_before_somebody_takes_them_are_remembered_as_one()
    {
        using var hangUps = new HangUps();
        var taken = 0;
        hangUps.Note();
        hangUps.Note();

        hangUps.SendTo(() => taken++);
        taken.Should().Be(1);

        hangUps.Note();
        taken.Should().Be(2);
    }

    [Fact]
    public void Nobody_is_told_of_a_signal_that_did_not_come()
    {
        using var hangUps = new HangUps();

        hangUps.SendTo(() => throw new InvalidOperationException("no signal came"));
    }

    [Theory]
    [InlineData(true, "serve", "--data", "d")]
    [InlineData(false, "watch", "serve")]
    [InlineData(false)]
    public void Only_a_server_outlives_its_terminal(bool expected, params string[] arguments)
    {
        using var hangUps = HangUps.For(arguments);

        (hangUps is not null).Should().Be(expected);
    }
}
