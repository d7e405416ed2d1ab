using Tocsin.Dsl.Data;
using Tocsin.Dsl.Lambda.Evaluators;

namespace Tocsin.Dsl.Lambda.Planning;

/// <summary>What names mean in rows of one shape.</summary>
/// <param name="tested">Names that the expression expects to be missing now and then: it asks whether they are there.</param>
internal sealed class RowScope(FieldLayout layout, TagKeys tags, ExpressionSettings settings, IReadOnlySet<string> tested)
{
    private const string TimeName = "time";

    /// <summary>What is wrong with a name before anything is evaluated, or null.</summary>
    public string? Problem(string name)
    {
        var isTag = tags.IndexOf(name) >= 0;
        if (settings.TagsFirst ? isTag : name == TimeName)
            return null;

        var slot = layout.IndexOf(name);
        if (slot < 0)
            return settings.TagsFirst && !tested.Contains(name) ? $"no tag or field exists for {name}" : null;
        if (layout.TypeAt(slot) == FieldType.Null)
            return $"referenced value \"{name}\" is nil.";
        return isTag ? $"cannot have field and tags with same name \"{name}\"" : null;
    }

    public ValueKind KindOf(string name)
    {
        if (!settings.TagsFirst && name == TimeName)
            return ValueKind.Time;
        var isTag = tags.IndexOf(name) >= 0;
        var slot = FieldSlot(name, isTag);
        return slot >= 0 ? KindOf(layout.TypeAt(slot)) : isTag ? ValueKind.String : ValueKind.Missing;
    }

    public Evaluator Read(string name)
    {
        if (!settings.TagsFirst && name == TimeName)
            return Leaves.Time();
        var tag = tags.IndexOf(name);
        var slot = FieldSlot(name, tag >= 0);
        if (slot >= 0)
            return Leaves.Field(layout.TypeAt(slot), slot);
        return tag >= 0 ? Leaves.Tag(tag) : MissingEvaluator.Instance;
    }

    public bool Has(string name) => KindOf(name) != ValueKind.Missing;

    /// <summary>Where the field is that a name means; below zero when it means none.</summary>
    private int FieldSlot(string name, bool isTag) => isTag && settings.TagsFirst ? -1 : layout.IndexOf(name);

    private static ValueKind KindOf(FieldType type) => type switch
    {
        FieldType.Float => ValueKind.Float,
        FieldType.Integer => ValueKind.Integer,
        FieldType.Boolean => ValueKind.Boolean,
        FieldType.String => ValueKind.String,
        FieldType.Duration => ValueKind.Duration,
        _ => ValueKind.Missing,
    };
}
