using Tocsin.Dsl.Data;

namespace Tocsin.Pipelines.Nodes.Fields;

/// <summary>Finds a field's slot; asks a layout once as long as points keep it. For one thread.</summary>
internal sealed class FieldFinder(string name)
{
    private FieldLayout? _layout;
    private int _slot;

    /// <summary>The slot, or -1 when there is no such field.</summary>
    public int SlotIn(FieldLayout layout)
    {
        if (!ReferenceEquals(layout, _layout))
        {
            _layout = layout;
            _slot = layout.IndexOf(name);
        }

        return _slot;
    }
}
