using System.Net;

namespace Tocsin.Server.Users;

/// <summary>
/// Counts sign-ins that failed: of a machine for one name, and of a machine for all names. Whoever fails too often waits before the next is even
/// looked at. Others who use the same name are not kept out by that.
/// </summary>
internal sealed class AttemptLimiter(TimeProvider time)
{
    /// <summary>How many may fail in a row for one name, and how long each stays counted.</summary>
    public const int ForName = 10;

    /// <summary>The same for all names.</summary>
    public const int ForMachine = 100;

    // So many are remembered; then those that count least are forgotten.
    private const int MostKept = 10_000;

    private static readonly TimeSpan ForgottenAfter = TimeSpan.FromSeconds(30);

    private readonly object _gate = new();
    private readonly Dictionary<(IPAddress Machine, string? Name), Bucket> _buckets = [];

    /// <summary>How long to wait before another try is looked at; zero when it is at once.</summary>
    public TimeSpan WaitFor(IPAddress machine, string name)
    {
        lock (_gate)
        {
            var (own, all) = (Wait((machine, name), ForName), Wait((machine, null), ForMachine));
            return own > all ? own : all;
        }
    }

    /// <summary>Notes a failure.</summary>
    /// <returns>True for the first, and for the one that makes others wait: worth a line in the log.</returns>
    public bool Failed(IPAddress machine, string name)
    {
        lock (_gate)
        {
            if (_buckets.Count >= MostKept)
                Forget();
            Add((machine, null));
            return Add((machine, name)) is <= 1 or (>= ForName and < ForName + 1);
        }
    }

    /// <summary>A sign-in of that name succeeded: whoever it was is not guessing.</summary>
    public void Succeeded(IPAddress machine, string name)
    {
        lock (_gate)
            _buckets.Remove((machine, name));
    }

    private TimeSpan Wait((IPAddress, string?) key, int most)
    {
        if (!_buckets.TryGetValue(key, out var bucket) || Level(bucket) is not (var level and >= 0) || level + 1 <= most)
            return TimeSpan.Zero;
        return (level + 1 - most) * ForgottenAfter;
    }

    private double Add((IPAddress, string?) key)
    {
        var level = (_buckets.TryGetValue(key, out var bucket) ? Level(bucket) : 0) + 1;
        _buckets[key] = new Bucket(level, time.GetTimestamp());
        return level;
    }

    private double Level(Bucket bucket) => Math.Max(0, bucket.Level - (time.GetElapsedTime(bucket.At) / ForgottenAfter));

    private void Forget()
    {
        foreach (var key in _buckets.OrderBy(entry => Level(entry.Value)).Take(MostKept / 2).Select(entry => entry.Key).ToList())
            _buckets.Remove(key);
    }

    private readonly record struct Bucket(double Level, long At);
}
