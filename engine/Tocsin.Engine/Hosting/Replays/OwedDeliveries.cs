namespace Tocsin.Engine.Hosting.Replays;

/// <summary>Waits until an engine has delivered what it owes.</summary>
public static class OwedDeliveries
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    /// <summary>Ends when nothing is owed any more.</summary>
    /// <returns>False when that did not happen within the limit.</returns>
    public static async Task<bool> SettleAsync(AlertEngine engine, TimeSpan limit, CancellationToken cancellationToken = default)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (engine.Alerts.Outbox.Counters.Any(counters => counters.Owed > 0 || counters.Running > 0))
        {
            if (TimeProvider.System.GetElapsedTime(started) > limit)
                return false;
            await Task.Delay(Pause, TimeProvider.System, cancellationToken).ConfigureAwait(false);
        }

        return true;
    }
}
