namespace Tocsin.Engine.Pipelines;

/// <summary>
/// Keeps what goes wrong at each of many points from filling the log: a reason is logged once in ten seconds, and ten lines at most, with
/// how many were not. For one thread.
/// </summary>
internal struct LogPauses
{
    private const int MostLines = 10;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    private string? _lastReason;
    private long _begin;
    private int _lines;
    private long _unlogged;

    /// <summary>Whether a line is to be logged now.</summary>
    /// <param name="unlogged">How many were not since the last that was.</param>
    public bool IsDue(TimeProvider time, string reason, out long unlogged)
    {
        unlogged = _unlogged;
        if (_lastReason is null || time.GetElapsedTime(_begin) >= Pause)
        {
            _begin = time.GetTimestamp();
            _lines = 0;
        }
        else if (_lines == MostLines || reason == _lastReason)
        {
            _unlogged++;
            return false;
        }

        _lines++;
        _lastReason = reason;
        _unlogged = 0;
        return true;
    }
}
