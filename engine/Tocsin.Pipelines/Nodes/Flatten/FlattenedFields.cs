using System.Runtime.InteropServices;
using Tocsin.Dsl.Data;
using Tocsin.Pipelines.Data;
using Tocsin.Pipelines.Processing.States;

namespace Tocsin.Pipelines.Nodes.Flatten;

/// <summary>The fields of one flattened point while they are gathered.</summary>
internal sealed class FlattenedFields
{
    private readonly Dictionary<string, int> _byName = [];
    private readonly List<Field> _fields = [];

    public bool IsEmpty => _fields.Count == 0;

    /// <summary>Adds the fields of a point; one of the same name is replaced.</summary>
    public void Add(Point point, string[] names)
    {
        // In the order of the names, so that of two fields that are called the same it is always the same one that stays.
        foreach (var slot in point.Layout.Sorted)
        {
            var type = point.Layout.TypeAt(slot);
            Add(new Field(names[slot], type, point.Numbers[slot], type == FieldType.String ? point.Text(slot) : null));
        }
    }

    public void Save(StateWriter writer)
    {
        writer.WriteCount(_fields.Count);
        foreach (var field in _fields)
        {
            writer.Write(field.Name);
            writer.Write((byte)field.Type);
            writer.WriteBits(field.Bits);
            writer.Write(field.Text ?? "");
        }
    }

    public void Load(StateReader reader)
    {
        for (var left = reader.ReadCount(); left > 0; left--)
        {
            var (name, type, bits, text) = (reader.ReadText(), reader.ReadType(), reader.ReadBits(), reader.ReadText());
            Add(new Field(name, type, bits, type == FieldType.String ? text : null));
        }
    }

    /// <summary>Makes the point and begins anew.</summary>
    public Point Take(Series series, long time)
    {
        // The same fields in any order of arrival share one layout.
        _fields.Sort(static (a, b) => Utf8Order.Compare(a.Name, b.Name));
        var layout = FieldLayout.Of(CollectionsMarshal.AsSpan(_fields), static field => (field.Name, field.Type));
        var numbers = new long[_fields.Count];
        var texts = new string?[_fields.Count];
        for (var i = 0; i < _fields.Count; i++)
        {
            numbers[i] = _fields[i].Bits;
            texts[i] = _fields[i].Text;
        }

        Clear();
        return Point.Create(series, time, layout, numbers, texts);
    }

    public void Clear()
    {
        _fields.Clear();
        _byName.Clear();
    }

    private void Add(Field field)
    {
        ref var index = ref CollectionsMarshal.GetValueRefOrAddDefault(_byName, field.Name, out var isKnown);
        if (isKnown)
        {
            _fields[index] = field;
        }
        else
        {
            index = _fields.Count;
            _fields.Add(field);
        }
    }

    private readonly record struct Field(string Name, FieldType Type, long Bits, string? Text);
}
