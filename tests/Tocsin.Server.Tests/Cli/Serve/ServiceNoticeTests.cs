using Microsoft.Extensions.Hosting.Systemd;
using Tocsin.Server.Cli.Serve;

namespace Tocsin.Server.Tests.Cli.Serve;

/// <summary>What systemd is told, and how often.</summary>
public sealed class ServiceNoticeTests
{
    private readonly FakeTime _time = new();

    [Fact]
    public void Signs_of_life_come_three_times_as_often_as_they_must_until_the_end()
    {
        var systemd = new Listening();
        using (var notice = new ServiceNotice(systemd, name => name == "WATCHDOG_USEC" ? "60000000" : null, _time))
        {
            _time.Advance(TimeSpan.FromMinutes(5));
            systemd.Said.Should().BeEmpty();
            notice.Ready();
            _time.Advance(TimeSpan.FromSeconds(61));
            notice.Stopping();
        }

        _time.Advance(TimeSpan.FromMinutes(5));
        systemd.Said.Should().Equal("READY=1", "WATCHDOG=1", "WATCHDOG=1", "WATCHDOG=1", "STOPPING=1");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("soon")]
    public void Without_a_watchdog_there_are_none(string? microseconds)
    {
        var systemd = new Listening();
        using var notice = new ServiceNotice(systemd, _ => microseconds, _time);

        notice.Ready();
        _time.Advance(TimeSpan.FromHours(1));

        systemd.Said.Should().Equal("READY=1");
    }

    private sealed class Listening : ISystemdNotifier
    {
        public List<string> Said { get; } = [];

        public bool IsEnabled => true;

        public void Notify(ServiceState state) => Said.Add(state.ToString());
    }
}
