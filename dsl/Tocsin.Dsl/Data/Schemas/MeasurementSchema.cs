namespace Tocsin.Dsl.Data.Schemas;

/// <summary>A measurement with the tags and fields that its points have.</summary>
/// <param name="Name">As it is written to the database.</param>
/// <param name="Tags">The names of its tags, in order.</param>
/// <param name="Fields">Its fields, in the order of their names.</param>
/// <param name="LastSeen">When a point of it came last; null when that is not known.</param>
public sealed record MeasurementSchema(string Name, IReadOnlyList<string> Tags, IReadOnlyList<FieldSchema> Fields, DateTimeOffset? LastSeen = null)
{
    /// <summary>The field of a name, or null.</summary>
    public FieldSchema? Field(string name) => Fields.FirstOrDefault(field => field.Name == name);

    /// <summary>True when some points have the tag.</summary>
    public bool HasTag(string name) => Tags.Contains(name);

    /// <summary>Two descriptions of one measurement as one.</summary>
    public MeasurementSchema And(MeasurementSchema other) => new(
        Name,
        [.. Tags.Union(other.Tags).Order(StringComparer.Ordinal)],
        [.. Fields.Concat(other.Fields).GroupBy(field => field.Name).Select(Merge).OrderBy(field => field.Name, StringComparer.Ordinal)],
        Later(LastSeen, other.LastSeen));

    private static FieldSchema Merge(IGrouping<string, FieldSchema> same) => same.Aggregate((one, other) =>
        one with { Type = one.Type == other.Type ? one.Type : FieldType.Null, LastSeen = Later(one.LastSeen, other.LastSeen) });

    private static DateTimeOffset? Later(DateTimeOffset? one, DateTimeOffset? other) => one is null || other > one ? other ?? one : one;
}
