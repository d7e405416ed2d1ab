using Tocsin.Dsl.Data;
using Tocsin.Pipelines.Processing.States;

namespace Tocsin.Pipelines.Nodes.Join;

/// <summary>How the data of each parent looked last: what stands for a missing point has the names that it would have had.</summary>
internal sealed class JoinMemory(int parents)
{
    private readonly string?[] _names = new string?[parents];
    private readonly FieldLayout?[] _layouts = new FieldLayout?[parents];

    public void Remember(int parent, string name, FieldLayout? layout)
    {
        _names[parent] = name;
        _layouts[parent] = layout ?? _layouts[parent];
    }

    public void Save(StateWriter writer)
    {
        for (var i = 0; i < parents; i++)
        {
            writer.Write(_names[i] is not null);
            writer.Write(_names[i] ?? "");
            writer.Write(_layouts[i]);
        }
    }

    public void Load(StateReader reader)
    {
        for (var i = 0; i < parents; i++)
        {
            var (isKnown, name) = (reader.ReadBoolean(), reader.ReadText());
            _names[i] = isKnown ? name : null;
            _layouts[i] = reader.ReadLayout();
        }
    }

    /// <summary>The measurement of a parent; null while it is not known.</summary>
    public string? NameOf(int parent) => _names[parent];

    /// <summary>The fields of a parent; null while they are not known.</summary>
    public FieldLayout? LayoutOf(int parent) => _layouts[parent];
}
