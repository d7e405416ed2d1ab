using Tocsin.Dsl.Data;
using Tocsin.Pipelines.Data;
using Tocsin.Pipelines.Processing.States;

namespace Tocsin.Pipelines.Nodes.Functions;

/// <summary>Works through the values of one batch, or of one time. The first usable value decides the type of all.</summary>
internal abstract class Reducer
{
    /// <summary>The type of the values; <see cref="FieldType.Null"/> until there is one.</summary>
    public FieldType Type { get; private set; }

    /// <summary>True when values are floats; else, for functions of numbers, they are integers.</summary>
    protected bool IsFloat => Type == FieldType.Float;

    /// <summary>True for a type the function can work with.</summary>
    public virtual bool Accepts(FieldType type) => type is FieldType.Float or FieldType.Integer;

    /// <summary>Takes one more value. The point is not the reducer's to keep: see <see cref="Point.Keep"/>.</summary>
    public abstract void Add(Point point, int slot);

    /// <summary>Takes the values of points that have them in the same slot.</summary>
    public virtual void Add(ReadOnlySpan<Point> points, int slot)
    {
        foreach (var point in points)
            Add(point, slot);
    }

    /// <summary>Forgets all values and their type.</summary>
    public void Reset()
    {
        Type = FieldType.Null;
        Clear();
    }

    /// <summary>Says what type the values have that will be added.</summary>
    public void Decide(FieldType type) => Type = type;

    /// <summary>Writes down what the values so far came to.</summary>
    public void Save(StateWriter writer)
    {
        writer.Write((byte)Type);
        SaveValues(writer);
    }

    /// <summary>Goes on from what was written down.</summary>
    public void Load(StateReader reader)
    {
        Clear();
        Type = reader.ReadType();
        LoadValues(reader);
    }

    /// <inheritdoc cref="Save"/>
    protected abstract void SaveValues(StateWriter writer);

    /// <inheritdoc cref="Load"/>
    protected abstract void LoadValues(StateReader reader);

    /// <summary>Forgets all values.</summary>
    protected abstract void Clear();

    /// <summary>True for the types that data comes in; expressions and joins can make others.</summary>
    protected static bool IsDataType(FieldType type) =>
        type is FieldType.Float or FieldType.Integer or FieldType.Boolean or FieldType.String;
}
