using Tocsin.Dsl.Data;
using Tocsin.Pipelines.Data;
using Tocsin.Pipelines.Processing;

namespace Tocsin.Pipelines.Nodes.Functions;

/// <summary>Finds a function's field in points and says of which it cannot be read. Points of one layout are looked into once.</summary>
internal sealed class FieldInput(FunctionNode node, Processor processor)
{
    private FieldLayout? _layout;
    private int _slot;
    private FieldType _type;

    /// <summary>Adds the field's value to a reducer, or counts an error.</summary>
    public void Feed(Reducer reducer, Point point)
    {
        if (!ReferenceEquals(point.Layout, _layout))
            Locate(point.Layout);
        if (_type != reducer.Type || _type == FieldType.Null)
        {
            if (reducer.Type != FieldType.Null || _type == FieldType.Null || !reducer.Accepts(_type))
            {
                Refuse(reducer);
                return;
            }

            reducer.Decide(_type);
        }

        reducer.Add(point, _slot);
    }

    /// <summary>The same for points that mostly have the same fields.</summary>
    public void Feed(Reducer reducer, ReadOnlySpan<Point> points)
    {
        while (!points.IsEmpty)
        {
            Feed(reducer, points[0]);
            var alike = 1;
            while (alike < points.Length && ReferenceEquals(points[alike].Layout, _layout))
                alike++;
            if (_type == reducer.Type && _type != FieldType.Null)
                reducer.Add(points[1..alike], _slot);
            else
                alike = 1;
            points = points[alike..];
        }
    }

    private void Locate(FieldLayout layout)
    {
        _layout = layout;
        _slot = layout.IndexOf(node.Field);
        _type = _slot < 0 ? FieldType.Null : layout.TypeAt(_slot);
    }

    private void Refuse(Reducer reducer)
    {
        var why = _type == FieldType.Null ? $"field \"{node.Field}\" is missing from the point"
            : reducer.Type == FieldType.Null ? $"{node.Function} cannot be applied to field \"{node.Field}\", which is of type {Name(_type)}"
            : $"field \"{node.Field}\" is of type {Name(_type)}, but the values before it are of type {Name(reducer.Type)}";
        processor.Fail($"cannot apply {node.Function} to a point", why);
    }

    private static string Name(FieldType type) => type.ToString().ToLowerInvariant();
}
