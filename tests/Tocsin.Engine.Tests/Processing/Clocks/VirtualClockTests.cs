using Tocsin.Pipelines.Processing.Clocks;

namespace Tocsin.Engine.Tests.Processing.Clocks;

public sealed class VirtualClockTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly VirtualClock _clock = new(Start);
    private readonly List<string> _called = [];

    [Fact]
    public void What_was_due_often_is_called_once_by_a_skip()
    {
        var (often, once) = (0, 0);
        using var periodic = _clock.CreateTimer(_ => often++, null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
        using var single = _clock.CreateTimer(_ => once++, null, TimeSpan.FromSeconds(5), Timeout.InfiniteTimeSpan);

        _clock.SkipTo(Start.AddYears(50).AddSeconds(0.5));

        (often, once).Should().Be((1, 1));
        _clock.NextDue.Should().Be(Start.AddYears(50).AddSeconds(1));
    }

    [Fact]
    public void What_is_due_is_called_in_its_order_and_once()
    {
        using var late = Timer("late", 3);
        using var early = Timer("early", 1);
        using var second = Timer("second", 1);

        _clock.NextDue.Should().Be(Start.AddSeconds(1));
        _clock.CallDue().Should().BeFalse();
        _clock.MoveTo(Start.AddSeconds(2));
        _clock.CallDue().Should().BeTrue();
        _called.Should().Equal("early", "second");
        _clock.CallDue().Should().BeFalse();
        _clock.NextDue.Should().Be(Start.AddSeconds(3));
    }

    [Fact]
    public void A_period_goes_on_from_when_it_was_due()
    {
        using var timer = _clock.CreateTimer(_ => _called.Add("tick"), null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2));

        _clock.MoveTo(Start.AddSeconds(6));
        _clock.CallDue();

        _called.Should().HaveCount(3);
        _clock.NextDue.Should().Be(Start.AddSeconds(7));
    }

    [Fact]
    public void A_timer_may_be_set_anew_stopped_and_disposed_of()
    {
        using var moved = Timer("moved", 1);
        using var stopped = Timer("stopped", 1);
        var disposed = Timer("disposed", 1);

        moved.Change(TimeSpan.FromSeconds(5), Timeout.InfiniteTimeSpan);
        stopped.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        disposed.Dispose();

        _clock.NextDue.Should().Be(Start.AddSeconds(5));
        _clock.MoveTo(Start.AddSeconds(4));
        _clock.CallDue().Should().BeFalse();
    }

    [Fact]
    public void Time_does_not_go_back()
    {
        _clock.MoveTo(Start.AddSeconds(4));
        _clock.MoveTo(Start);

        _clock.GetUtcNow().Should().Be(Start.AddSeconds(4));
        _clock.GetElapsedTime(Start.UtcTicks).Should().Be(TimeSpan.FromSeconds(4));
    }

    private ITimer Timer(string name, int seconds) => _clock.CreateTimer(_ => _called.Add(name), null, TimeSpan.FromSeconds(seconds), Timeout.InfiniteTimeSpan);
}
