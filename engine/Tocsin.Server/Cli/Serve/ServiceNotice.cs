using System.Globalization;
using Microsoft.Extensions.Hosting.Systemd;

namespace Tocsin.Server.Cli.Serve;

/// <summary>
/// Says to systemd, where it started the server, that it is ready, alive and stopping. The sign of life comes by the threads that requests and
/// deliveries need: a server that has none left is restarted.
/// </summary>
/// <param name="environment">Answers variables: systemd says by one how often it wants a sign of life.</param>
internal sealed class ServiceNotice(ISystemdNotifier systemd, Func<string, string?> environment, TimeProvider time) : IDisposable
{
    /// <summary>How many signs of life are sent in the time within which one must come.</summary>
    private const int SignsInTime = 3;

    private static readonly ServiceState Alive = new("WATCHDOG=1");

    private ITimer? _signs;

    /// <summary>The server answers, and delivers what is owed.</summary>
    public void Ready()
    {
        systemd.Notify(ServiceState.Ready);
        if (!systemd.IsEnabled || !long.TryParse(environment("WATCHDOG_USEC"), NumberStyles.None, CultureInfo.InvariantCulture, out var microseconds) || microseconds <= 0)
            return;
        var pause = TimeSpan.FromMicroseconds(microseconds) / SignsInTime;
        _signs = time.CreateTimer(_ => systemd.Notify(Alive), null, pause, pause);
    }

    /// <summary>The server does not answer any more.</summary>
    public void Stopping() => systemd.Notify(ServiceState.Stopping);

    public void Dispose() => _signs?.Dispose();
}
