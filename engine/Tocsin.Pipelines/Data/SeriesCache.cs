namespace Tocsin.Pipelines.Data;

/// <summary>What one branch of one task found out about each series, by the series' number. For one thread.</summary>
internal sealed class SeriesCache<T>
    where T : class
{
    private SeriesEpoch? _epoch;
    private T?[] _items = [];

    /// <summary>What was stored for a series, or null.</summary>
    public T? this[Series series]
    {
        get
        {
            var items = _items;
            return ReferenceEquals(series.Epoch, _epoch) && (uint)series.Id < (uint)items.Length ? items[series.Id] : null;
        }
    }

    public void Set(Series series, T item)
    {
        if (!ReferenceEquals(series.Epoch, _epoch))
        {
            // A straggler of an epoch that is over is not worth throwing away what is known of the present one.
            if (_epoch is not null && series.Epoch.Number < _epoch.Number)
                return;
            _epoch = series.Epoch;
            _items = [];
        }

        if (series.Id >= _items.Length)
            Array.Resize(ref _items, Math.Max(series.Id + 1, Math.Min(_items.Length * 2, _items.Length + 65536)));
        _items[series.Id] = item;
    }

    public void Clear() => _items = [];
}
