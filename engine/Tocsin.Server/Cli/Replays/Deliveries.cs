using Tocsin.Engine.Hosting;

namespace Tocsin.Server.Cli.Replays;

/// <summary>Waits until an engine has delivered what it owes.</summary>
internal static class Deliveries
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    /// <summary>Ends when nothing is owed any more.</summary>
    /// <returns>False when that did not happen within the limit.</returns>
    public static async Task<bool> SettleAsync(AlertEngine engine, TimeSpan limit, CancellationToken cancellationToken)
    {
        var end = TimeProvider.System.GetTimestamp() + (long)(limit.TotalSeconds * TimeProvider.System.TimestampFrequency);
        while (engine.Alerts.Outbox.Counters.Any(counters => counters.Owed > 0 || counters.Running > 0))
        {
            if (TimeProvider.System.GetTimestamp() > end)
                return false;
            await Task.Delay(Pause, TimeProvider.System, cancellationToken).ConfigureAwait(false);
        }

        return true;
    }
}
