using Tocsin.Dsl.Data;
using Tocsin.Pipelines.Data;
using Tocsin.Pipelines.Nodes.Fields;

namespace Tocsin.Pipelines.Nodes.Combine;

/// <summary>Puts the points of a combination together. For one thread.</summary>
internal sealed class CombinedPoint(CombineNode node, SeriesTable series)
{
    private readonly PerLayout<string[]>[] _fieldNames =
        [.. node.Names.Select(name => new PerLayout<string[]>(layout => [.. layout.NameList.Select(field => name + node.Delimiter + field)]))];

    /// <summary>One point with the fields and tags of all, called by the names of the expressions they were chosen for.</summary>
    /// <param name="chosen">By expression.</param>
    public Point Create(CombineState state, Point[] chosen)
    {
        var layout = FieldLayout.Empty;
        for (var i = 0; i < chosen.Length; i++)
            layout = Extend(layout, _fieldNames[i][chosen[i].Layout], chosen[i].Layout);

        var numbers = new long[layout.Count];
        var texts = new string?[layout.Count];
        var at = 0;
        foreach (var point in chosen)
        {
            var count = point.Layout.Count;
            point.Numbers.AsSpan(0, count).CopyTo(numbers.AsSpan(at));
            point.Texts.AsSpan(0, Math.Min(count, point.Texts.Length)).CopyTo(texts.AsSpan(at));
            at += count;
        }

        return Point.Create(series.Intern(Origin.None, state.Name, TagsOf(state.Group, chosen)), state.Time, layout, numbers, texts);
    }

    // Names cannot meet: no two expressions have the same, and none has the delimiter in it.
    private static FieldLayout Extend(FieldLayout layout, string[] names, FieldLayout point)
    {
        for (var slot = 0; slot < names.Length; slot++)
            layout = layout.With(names[slot], point.TypeAt(slot));
        return layout;
    }

    private TagSet TagsOf(Group group, Point[] chosen)
    {
        var tags = new List<KeyValuePair<string, string>>();
        for (var i = 0; i < chosen.Length; i++)
        {
            var given = chosen[i].Tags;
            for (var slot = 0; slot < given.Count; slot++)
            {
                if (group.Tags.Find(given.NameAt(slot)) is null)
                    tags.Add(new(node.Names[i] + node.Delimiter + given.NameAt(slot), given.ValueAt(slot)));
            }
        }

        return TagSet.From(tags.Concat(group.Tags.Pairs()));
    }
}
