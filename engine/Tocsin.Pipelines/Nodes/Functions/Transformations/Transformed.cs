using Tocsin.Dsl.Data;

namespace Tocsin.Pipelines.Nodes.Functions.Transformations;

/// <summary>A number made from a point and those before it.</summary>
/// <param name="Type">Float or integer.</param>
/// <param name="Bits">As <see cref="Row.Numbers"/> holds it.</param>
/// <param name="Time">The point's time.</param>
internal readonly record struct Transformed(FieldType Type, long Bits, long Time);
