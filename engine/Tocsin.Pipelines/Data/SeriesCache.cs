using System.Runtime.CompilerServices;

namespace Tocsin.Pipelines.Data;

/// <summary>
/// What one branch of one task found out about each series, by measurement and the series' number in it. For one thread. Memory follows from
/// the measurements that the branch sees, not from all there are.
/// </summary>
internal sealed class SeriesCache<T>
    where T : class
{
    private Measurement? _measurement;
    private T?[] _items = [];
    private Measurement? _before; // Points of two measurements often come in turn.
    private T?[] _itemsBefore = [];
    private Dictionary<Measurement, T?[]>? _others; // Holds the present one too, once there are several.

    /// <summary>What was stored for a series, or null.</summary>
    public T? this[Series series]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            if (!ReferenceEquals(series.Measurement, _measurement) && !TryTurnTo(series.Measurement))
                return null;
            var items = _items;
            return (uint)series.Id < (uint)items.Length ? items[series.Id] : null;
        }
    }

    public void Set(Series series, T item)
    {
        var measurement = series.Measurement;
        if (!ReferenceEquals(measurement, _measurement) && !TryTurnTo(measurement))
        {
            if (_measurement is { } present && measurement.Epoch != present.Epoch)
            {
                // A straggler of an epoch that is over is not worth throwing away what is known of the present one.
                if (measurement.Epoch.Number < present.Epoch.Number)
                    return;
                Clear();
            }

            Begin(measurement);
        }

        if (series.Id >= _items.Length)
        {
            Array.Resize(ref _items, Math.Max(series.Id + 1, Math.Min(_items.Length * 2, _items.Length + 65536)));
            if (_others is not null)
                _others[measurement] = _items;
        }

        _items[series.Id] = item;
    }

    public void Clear()
    {
        _measurement = _before = null;
        _items = _itemsBefore = [];
        _others = null;
    }

    private bool TryTurnTo(Measurement measurement)
    {
        T?[]? items = null;
        if (ReferenceEquals(measurement, _before))
            items = _itemsBefore;
        else if (_others is null || !_others.TryGetValue(measurement, out items))
            return false;

        TurnTo(measurement, items);
        return true;
    }

    private void Begin(Measurement measurement)
    {
        if (_measurement is not null)
            (_others ??= new() { [_measurement] = _items })[measurement] = [];
        TurnTo(measurement, []);
    }

    private void TurnTo(Measurement measurement, T?[] items)
    {
        (_before, _itemsBefore) = (_measurement, _items);
        (_measurement, _items) = (measurement, items);
    }
}
