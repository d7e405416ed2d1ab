namespace Tocsin.Dsl.Data.Schemas;

/// <summary>A field of a measurement.</summary>
/// <param name="Name">As it is written to the database.</param>
/// <param name="Type">What it holds; <see cref="FieldType.Null"/> when that is not known or differs.</param>
/// <param name="LastSeen">When a point with it came last; null when that is not known.</param>
public sealed record FieldSchema(string Name, FieldType Type, DateTimeOffset? LastSeen = null);
