using Tocsin.Alerting.Deliveries;
using Tocsin.Engine.Tests.Testing;

namespace Tocsin.Engine.Tests.Deliveries;

public sealed class LogPausesTests
{
    private readonly FakeTime _time = new();
    private LogPauses _pauses;

    [Fact]
    public void Each_reason_is_due_once_in_ten_seconds_however_they_take_turns()
    {
        var due = Enumerable.Range(0, 1000).Count(i => _pauses.IsDue(_time, i % 2 == 0 ? "even" : "odd", out _));
        _time.Advance(TimeSpan.FromSeconds(10));

        due.Should().Be(2);
        _pauses.IsDue(_time, "odd", out var unlogged).Should().BeTrue();
        unlogged.Should().Be(998);
        _pauses.IsDue(_time, "even", out unlogged).Should().BeTrue();
        unlogged.Should().Be(0);
    }

    [Fact]
    public void Ten_lines_are_the_most_whatever_the_reasons()
    {
        Enumerable.Range(0, 1000).Count(i => _pauses.IsDue(_time, $"{i}", out _)).Should().Be(10);
        _time.Advance(TimeSpan.FromSeconds(9));
        _pauses.IsDue(_time, "new", out _).Should().BeFalse();
        _time.Advance(TimeSpan.FromSeconds(1));

        Enumerable.Range(0, 1000).Count(i => _pauses.IsDue(_time, $"{i}", out _)).Should().Be(10);
    }
}
