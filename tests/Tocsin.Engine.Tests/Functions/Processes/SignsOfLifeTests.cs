using Tocsin.Pipelines.Functions.Processes;

namespace Tocsin.Engine.Tests.Functions.Processes;

public sealed class SignsOfLifeTests
{
    private readonly FakeTime _time = new();
    private readonly SignsOfLife _signs;

    public SignsOfLifeTests() => _signs = new SignsOfLife(_time);

    [Fact]
    public void What_a_function_writes_is_no_sign_of_life()
    {
        Pass(5);
        _signs.Sent();
        Pass(5);

        Silence.Should().Be(10);
        _signs.Seen();
        Silence.Should().Be(0);
    }

    [Fact]
    public void Time_for_which_it_waits_for_this_side_is_not_silence()
    {
        _signs.Asked();
        Pass(2);
        _signs.HoldUp();
        Pass(60);
        Silence.Should().Be(2);

        _signs.LetGo();
        Pass(3);

        Silence.Should().Be(5);
    }

    [Fact]
    public void Time_held_up_before_an_answer_does_not_count_after_it()
    {
        _signs.HoldUp();
        Pass(60);
        _signs.Seen();
        Pass(4);
        _signs.LetGo();
        Pass(1);

        Silence.Should().Be(1);
    }

    [Fact]
    public void A_function_that_sends_more_than_it_owes_behind_a_keepalive_is_silent_however_often_it_is_held_up()
    {
        for (var i = 0; i <= SignsOfLife.MostOwed; i++)
            _signs.Sent();
        _signs.HoldUp();
        Pass(60);
        Silence.Should().Be(0, "nothing was asked");

        _signs.Asked();
        for (var i = 0; i < SignsOfLife.MostOwed; i++)
            _signs.Sent();
        Silence.Should().Be(0, "so much may be on its way");
        _signs.Sent();

        Silence.Should().Be(60);
        _signs.Seen();
        Silence.Should().Be(0);
    }

    private double Silence => _signs.Silence.TotalSeconds;

    private void Pass(int seconds) => _time.Advance(TimeSpan.FromSeconds(seconds));
}
