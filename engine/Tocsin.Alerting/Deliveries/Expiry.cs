namespace Tocsin.Alerting.Deliveries;

/// <summary>
/// What is too old among rows in their order. Goes by a clock that nobody sets, so that a wrong one costs nothing while the server runs; what
/// claims to come from the future has no age of its own and goes with its neighbours.
/// </summary>
internal static class Expiry
{
    private static readonly TimeSpan Tolerance = TimeSpan.FromDays(1);

    /// <summary>How many of the first rows are too old.</summary>
    public static int Count(IReadOnlyList<(long Number, long UnixMilliseconds)> oldest, DateTimeOffset now, TimeSpan keep)
    {
        var since = (now - keep).ToUnixTimeMilliseconds();
        var future = (now + Tolerance).ToUnixTimeMilliseconds();
        var count = 0;
        for (var i = 0; i < oldest.Count; i++)
        {
            if (oldest[i].UnixMilliseconds < since)
                count = i + 1;
            else if (oldest[i].UnixMilliseconds <= future)
                break;
        }

        return count;
    }
}
