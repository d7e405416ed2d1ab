namespace Tocsin.Alerting.Deliveries;

/// <summary>How long to wait after an attempt that failed: longer each time, up to a limit, and never quite the same.</summary>
internal static class RetrySchedule
{
    /// <summary>The pause after so many attempts.</summary>
    public static TimeSpan Pause(DeliveryOptions options, int attempts)
    {
        var growth = Math.Pow(2, Math.Min(attempts - 1, 30));
        var pause = Math.Min(options.FirstPause.TotalMilliseconds * growth, options.LongestPause.TotalMilliseconds);
        return TimeSpan.FromMilliseconds(pause * (1 + (options.Jitter * ((Random.Shared.NextDouble() * 2) - 1))));
    }
}
