using Tocsin.Dsl.Data;
using Tocsin.Pipelines.Data;

namespace Tocsin.Pipelines.Nodes.Functions.Selectors;

/// <summary>Gives one field of points another name; a field that has it already is overwritten.</summary>
internal sealed class RenamedField(string name)
{
    private FieldLayout? _source;
    private int _slot;
    private int _overwritten;
    private FieldLayout _target = FieldLayout.Empty;

    /// <summary>The renamed point at another place and time.</summary>
    /// <param name="point">A point that lasts by itself: its arrays are shared where the slots stay the same.</param>
    /// <param name="slot">The field that gets the name.</param>
    public Point Rename(Point point, int slot, Series series, long time)
    {
        if (!ReferenceEquals(point.Layout, _source) || slot != _slot)
            Plan(point.Layout, slot);
        if (_overwritten < 0 || _overwritten == slot)
            return Point.Create(series, time, _target, point.Numbers, point.Texts);

        return Point.Create(series, time, _target, Without(point.Numbers), point.Texts.Length == 0 ? [] : Without(point.Texts));
    }

    private void Plan(FieldLayout layout, int slot)
    {
        _source = layout;
        _slot = slot;
        _overwritten = layout.IndexOf(name);
        _target = FieldLayout.Empty;
        for (var i = 0; i < layout.Count; i++)
        {
            if (i == slot || i != _overwritten)
                _target = _target.With(i == slot ? name : layout.NameAt(i), layout.TypeAt(i));
        }
    }

    /// <summary>The values of the target's slots. There may be fewer or more than the layout has.</summary>
    private T[] Without<T>(T[] values)
    {
        var kept = new T[_target.Count];
        values.AsSpan(0, Math.Min(_overwritten, values.Length)).CopyTo(kept);
        for (var i = _overwritten; i < kept.Length && i + 1 < values.Length; i++)
            kept[i] = values[i + 1];
        return kept;
    }
}
