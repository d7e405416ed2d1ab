using System.Net;
using Tocsin.Server.Users;

namespace Tocsin.Server.Tests.Users;

public sealed class AttemptLimiterTests
{
    private static readonly IPAddress Here = IPAddress.Loopback;
    private static readonly IPAddress There = IPAddress.Parse("192.0.2.7");

    private readonly FakeTime _time = new();
    private readonly AttemptLimiter _limiter;

    public AttemptLimiterTests() => _limiter = new AttemptLimiter(_time);

    [Fact]
    public void However_often_something_fails_the_wait_is_that_for_one_try()
    {
        for (var i = 0; i < 100_000; i++)
            _limiter.Failed(Here, "bob");

        _limiter.WaitFor(Here, "bob").Should().Be(TimeSpan.FromSeconds(30));
        _limiter.WaitFor(Here, "alice").Should().Be(TimeSpan.FromSeconds(30), "the machine tried too often");
        _limiter.WaitFor(There, "bob").Should().Be(TimeSpan.Zero);
        _time.Advance(TimeSpan.FromSeconds(30));
        _limiter.WaitFor(Here, "bob").Should().Be(TimeSpan.Zero);
        _limiter.WaitFor(Here, "alice").Should().Be(TimeSpan.Zero);
    }

    [Fact]
    public void Who_is_pardoned_is_held_back_neither_by_what_failed_nor_by_other_names()
    {
        for (var i = 0; i < AttemptLimiter.ForMachine; i++)
            _limiter.Failed(Here, $"name {i % 10}");

        _limiter.Pardon("name 1");

        _limiter.WaitFor(Here, "name 1").Should().Be(TimeSpan.Zero);
        _limiter.WaitFor(Here, "name 2").Should().BePositive();
        _limiter.WaitFor(Here, "other").Should().BePositive();
        for (var i = 0; i < AttemptLimiter.ForName; i++)
            _limiter.Failed(Here, "name 1");
        _limiter.WaitFor(Here, "name 1").Should().BePositive("guessing goes on to be limited");
    }

    [Fact]
    public void A_pardon_ends()
    {
        _limiter.Pardon("bob");
        _time.Advance(TimeSpan.FromMinutes(15));
        for (var i = 0; i < AttemptLimiter.ForMachine; i++)
            _limiter.Failed(Here, $"name {i % 10}");

        _limiter.WaitFor(Here, "bob").Should().BePositive();
    }

    [Fact]
    public void A_row_of_failures_is_worth_two_lines_however_long_it_is()
    {
        var lines = 0;
        for (var i = 0; i < 10_000; i++)
        {
            if (_limiter.Failed(Here, "telegraf"))
                lines++;
            _time.Advance(TimeSpan.FromSeconds(10));
        }

        lines.Should().Be(2);
        _time.Advance(TimeSpan.FromMinutes(5));
        _limiter.Failed(Here, "telegraf").Should().BeTrue("that is another row");
    }
}
