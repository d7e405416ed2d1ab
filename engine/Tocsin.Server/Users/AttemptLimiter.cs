using System.Net;

namespace Tocsin.Server.Users;

/// <summary>
/// Counts sign-ins that failed: of a machine for one name, and of a machine for all names. Whoever fails too often waits until one is forgotten,
/// and never longer. Others who use the same name are not kept out by that.
/// </summary>
internal sealed class AttemptLimiter(TimeProvider time)
{
    /// <summary>How many may fail in a row for one name.</summary>
    public const int ForName = 10;

    /// <summary>The same for all names.</summary>
    public const int ForMachine = 100;

    // So many are remembered; then those that count least are forgotten.
    private const int MostKept = 10_000;

    /// <summary>One failure is forgotten so often, and it is the longest that anybody waits.</summary>
    private static readonly TimeSpan ForgottenAfter = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan PardonedFor = TimeSpan.FromMinutes(15);

    private readonly object _gate = new();
    private readonly Dictionary<(IPAddress Machine, string? Name), Bucket> _buckets = [];
    private readonly Dictionary<string, long> _pardoned = new(StringComparer.Ordinal);

    /// <summary>How long to wait before another try; zero when there may be one at once.</summary>
    public TimeSpan WaitFor(IPAddress machine, string name)
    {
        lock (_gate)
        {
            var (own, all) = (Wait((machine, name), ForName), IsPardoned(name) ? TimeSpan.Zero : Wait((machine, null), ForMachine));
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
            Add((machine, null), ForMachine);
            return Add((machine, name), ForName);
        }
    }

    /// <summary>A sign-in of that name succeeded: whoever it was is not guessing.</summary>
    public void Succeeded(IPAddress machine, string name)
    {
        lock (_gate)
            _buckets.Remove((machine, name));
    }

    /// <summary>Forgets what failed for a name, and for a while does not hold what a machine tried with other names against it.</summary>
    public void Pardon(string name)
    {
        lock (_gate)
        {
            foreach (var key in _buckets.Keys.Where(key => key.Name == name).ToList())
                _buckets.Remove(key);
            foreach (var over in _pardoned.Keys.Where(other => !IsPardoned(other)).ToList())
                _pardoned.Remove(over);
            _pardoned[name] = time.GetTimestamp();
        }
    }

    private TimeSpan Wait((IPAddress, string?) key, int most) =>
        _buckets.TryGetValue(key, out var bucket) && Level(bucket) + 1 - most is var over and > 0 ? over * ForgottenAfter : TimeSpan.Zero;

    // No fuller than full: who tries on while they have to wait does not wait longer for it.
    private bool Add((IPAddress, string?) key, int most)
    {
        var before = _buckets.TryGetValue(key, out var bucket) ? Level(bucket) : 0;
        var wasFull = bucket.WasFull && before > 0;
        var isFull = before + 1 >= most;
        _buckets[key] = new Bucket(Math.Min(before + 1, most), time.GetTimestamp(), wasFull || isFull);
        return before == 0 || (isFull && !wasFull);
    }

    private double Level(Bucket bucket) => Math.Max(0, bucket.Level - (time.GetElapsedTime(bucket.At) / ForgottenAfter));

    private bool IsPardoned(string name) => _pardoned.TryGetValue(name, out var at) && time.GetElapsedTime(at) < PardonedFor;

    private void Forget()
    {
        foreach (var key in _buckets.OrderBy(entry => Level(entry.Value)).Take(MostKept / 2).Select(entry => entry.Key).ToList())
            _buckets.Remove(key);
    }

    /// <param name="WasFull">Whether it was full since all was forgotten the last time.</param>
    private readonly record struct Bucket(double Level, long At, bool WasFull);
}
