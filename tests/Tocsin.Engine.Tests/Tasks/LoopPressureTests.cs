
using Tocsin.Pipelines.Tasks.Loops;

namespace Tocsin.Engine.Tests.Tasks;

public sealed class LoopPressureTests
{
    private readonly FakeTime _time = new();
    private TimeSpan _cpu;

    [Fact]
    public void Three_seconds_without_a_pause_are_too_much_for_one_loop_while_cores_are_idle() =>
        Work(busy: 1, cores: 1.2, of: 2, seconds: 3).Should().Equal(false, false, true);

    [Fact]
    public void It_begins_to_count_anew_afterwards() =>
        Work(busy: 1, cores: 1, of: 4, seconds: 7).Should().Equal(false, false, true, false, false, true, false);

    [Fact]
    public void Pauses_are_a_sign_that_it_keeps_up() => Work(busy: 0.8, cores: 1, of: 4, seconds: 10).Should().NotContain(true);

    [Fact]
    public void Without_idle_cores_another_loop_does_not_help() => Work(busy: 1, cores: 1.8, of: 2, seconds: 10).Should().NotContain(true);

    [Fact]
    public void A_loop_that_waits_for_its_core_is_not_helped_by_another() => Work(busy: 1, cores: 0.5, of: 4, seconds: 10).Should().NotContain(true);

    [Fact]
    public void Several_loops_want_a_core_each()
    {
        Work(busy: 1, cores: 1.2, of: 8, seconds: 10, loops: 2).Should().NotContain(true);
        Work(busy: 1, cores: 1.9, of: 8, seconds: 3, loops: 2).Should().Contain(true);
    }

    [Fact]
    public void A_long_pause_between_two_batches_counts()
    {
        var pressure = new LoopPressure(_time, () => _cpu, 4);
        var begin = pressure.Begin();
        _time.Advance(TimeSpan.FromSeconds(0.5));
        pressure.End(begin, loops: 1).Should().BeFalse();
        _time.Advance(TimeSpan.FromHours(1));

        Work(busy: 1, cores: 1, of: 4, seconds: 2, pressure: pressure).Should().NotContain(true);
    }

    // Each second in ten batches.
    private List<bool> Work(double busy, double cores, int of, int seconds, int loops = 1, LoopPressure? pressure = null)
    {
        pressure ??= new LoopPressure(_time, () => _cpu, of);
        return [.. Enumerable.Range(0, seconds).Select(_ => Enumerable.Range(0, 10).Select(_ =>
        {
            var begin = pressure.Begin();
            _time.Advance(TimeSpan.FromSeconds(0.1 * busy));
            _cpu += TimeSpan.FromSeconds(0.1 * cores);
            var isTooMuch = pressure.End(begin, loops);
            _time.Advance(TimeSpan.FromSeconds(0.1 * (1 - busy)));
            return isTooMuch;
        }).ToList().Contains(true))];
    }
}
