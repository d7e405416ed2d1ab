namespace Tocsin.Pipelines.Functions.Processes;

/// <summary>Keeps a process that never stops talking from filling the log: a hundred lines in ten seconds, then only how many there were. For one thread at a time.</summary>
internal struct LineBudget
{
    private const int MostLines = 100;
    private static readonly TimeSpan Span = TimeSpan.FromSeconds(10);

    private long _begin;
    private int _lines;
    private long _unlogged;

    /// <summary>Whether a line is to be logged now.</summary>
    /// <param name="unlogged">How many were not since the last that was.</param>
    public bool TryTake(TimeProvider time, out long unlogged)
    {
        if (_lines == 0 || time.GetElapsedTime(_begin) >= Span)
            (_begin, _lines) = (time.GetTimestamp(), 0);
        unlogged = _unlogged;
        if (_lines == MostLines)
        {
            _unlogged++;
            return false;
        }

        _lines++;
        _unlogged = 0;
        return true;
    }
}
