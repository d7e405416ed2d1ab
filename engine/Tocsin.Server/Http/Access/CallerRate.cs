using System.Collections.Concurrent;

namespace Tocsin.Server.Http.Access;

/// <summary>How many requests a caller may send in a second; those of one second may come at once. Safe for any number of threads.</summary>
/// <param name="perSecond">0 for any number.</param>
internal sealed class CallerRate(int perSecond, TimeProvider time)
{
    private const int MostKnown = 10_000;

    // When the requests that a caller sent so far would be due if they came evenly.
    private readonly ConcurrentDictionary<string, long> _due = new(StringComparer.Ordinal);

    public bool IsOn => perSecond > 0;

    /// <summary>Counts a request.</summary>
    /// <returns>How long the caller has to wait; zero when the request may pass.</returns>
    public TimeSpan Take(string caller)
    {
        var now = time.GetUtcNow().UtcTicks;
        if (_due.Count >= MostKnown)
            ForgetIdle(now);
        var step = TimeSpan.TicksPerSecond / perSecond;
        var wait = 0L;
        _due.AddOrUpdate(caller, now + step, (_, due) =>
        {
            var next = Math.Max(due, now) + step;
            wait = next - now - TimeSpan.TicksPerSecond;
            return wait > 0 ? due : next;
        });
        return wait > 0 ? new TimeSpan(wait) : TimeSpan.Zero;
    }

    private void ForgetIdle(long now)
    {
        foreach (var (caller, due) in _due)
        {
            if (due <= now)
                _due.TryRemove(new(caller, due));
        }
    }
}
