using Tocsin.Dsl.Data;
using Tocsin.Pipelines.Data;

namespace Tocsin.Pipelines.Nodes.Functions;

/// <summary>Makes points with one field of a fixed name.</summary>
internal sealed class ResultFields(string name)
{
    private readonly FieldLayout?[] _layouts = new FieldLayout?[Enum.GetValues<FieldType>().Length];

    /// <summary>Makes a pooled point one of a number.</summary>
    public void Fill(Point target, Series series, long time, FieldType type, long bits)
    {
        target.Reset(series, LayoutOf(type));
        target.Time = time;
        target.Numbers[0] = bits;
    }

    public Point Number(Series series, long time, FieldType type, long bits) => Point.Create(series, time, LayoutOf(type), [bits], []);

    public Point Text(Series series, long time, string text) => Point.Create(series, time, LayoutOf(FieldType.String), [0], [text]);

    private FieldLayout LayoutOf(FieldType type) => _layouts[(int)type] ??= FieldLayout.Empty.With(name, type);
}
