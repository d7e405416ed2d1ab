using Tocsin.Dsl.Data;
using Tocsin.Pipelines.Data;

namespace Tocsin.Pipelines.Nodes.Fields;

/// <summary>Makes points that have one field more, or another value in it. For one thread.</summary>
/// <param name="name">The field.</param>
/// <param name="type">Its type; any but a string.</param>
internal sealed class FieldWriter(string name, FieldType type)
{
    private FieldLayout? _from;
    private FieldLayout _to = FieldLayout.Empty;
    private int _slot;

    /// <summary>The point with a value in the field.</summary>
    public Point Write(Point point, long bits)
    {
        var from = point.Layout;
        if (!ReferenceEquals(from, _from))
        {
            _from = from;
            _to = from.With(name, type);
            _slot = _to.IndexOf(name);
        }

        var numbers = new long[_to.Count];
        point.Numbers.AsSpan(0, from.Count).CopyTo(numbers);
        numbers[_slot] = bits;
        return point.WithFields(_to, numbers, point.LastingTexts());
    }

    /// <inheritdoc cref="Write(Point, long)"/>
    public Point Write(Point point, double value) => Write(point, BitConverter.DoubleToInt64Bits(value));
}
