namespace Tocsin.Alerting.Deliveries;

/// <summary>
/// Keeps what goes wrong at each of many points or events from filling the log: each reason is logged once in ten seconds, and ten lines at most, with
/// how many were not. For one thread at a time.
/// </summary>
public struct LogPauses
{
    private const int MostLines = 10;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    private List<string>? _reasons;
    private long _begin;
    private long _unlogged;

    /// <summary>Whether a line is to be logged now.</summary>
    /// <param name="unlogged">How many were not since the last that was.</param>
    public bool IsDue(TimeProvider time, string reason, out long unlogged)
    {
        unlogged = _unlogged;
        _reasons ??= new List<string>(1);
        if (_reasons.Count > 0 && time.GetElapsedTime(_begin) >= Pause)
            _reasons.Clear();
        if (_reasons.Count == MostLines || _reasons.Contains(reason))
        {
            _unlogged++;
            return false;
        }

        if (_reasons.Count == 0)
            _begin = time.GetTimestamp();
        _reasons.Add(reason);
        _unlogged = 0;
        return true;
    }
}
