namespace Tocsin.Benchmarks.HandWritten;

/// <summary>The values of one host and one field in a sliding window, and their mean.</summary>
internal sealed class HandWindow(long period, long every)
{
    private readonly Queue<(long Time, double Value)> _values = new();
    private long _end = long.MinValue;

    public void Add(long time, double value) => _values.Enqueue((time, value));

    /// <summary>True when a window ends at or before a time.</summary>
    public bool TryClose(long time, out double mean)
    {
        mean = 0;
        if (_end == long.MinValue)
            _end = time + every;
        if (time < _end)
            return false;

        while (_values.TryPeek(out var oldest) && oldest.Time < _end - period)
            _values.Dequeue();
        foreach (var (_, value) in _values)
            mean += value;
        mean /= _values.Count;
        _end = time + every;
        return true;
    }
}
