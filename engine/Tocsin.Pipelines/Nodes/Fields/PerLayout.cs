using Tocsin.Dsl.Data;

namespace Tocsin.Pipelines.Nodes.Fields;

/// <summary>What a node worked out for each layout of points. For one thread.</summary>
internal sealed class PerLayout<T>(Func<FieldLayout, T> create)
    where T : class
{
    // Layouts are few in practice; data whose field names never end must not fill the memory.
    private const int MaxLayouts = 512;

    private readonly Dictionary<FieldLayout, T> _items = [];
    private FieldLayout? _lastLayout;
    private T? _last;

    public T this[FieldLayout layout] => _last is not null && ReferenceEquals(layout, _lastLayout) ? _last : Find(layout);

    private T Find(FieldLayout layout)
    {
        if (!_items.TryGetValue(layout, out var item))
        {
            if (_items.Count >= MaxLayouts)
                _items.Clear();
            _items[layout] = item = create(layout);
        }

        _lastLayout = layout;
        return _last = item;
    }
}
