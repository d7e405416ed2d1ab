using Tocsin.Dsl.Data;

namespace Tocsin.Pipelines.Nodes.Functions.Aggregates;

/// <summary>A number that stands for several.</summary>
/// <param name="Type">Float or integer.</param>
/// <param name="Bits">As <see cref="Row.Numbers"/> holds it.</param>
/// <param name="PointTime">The time that <c>.usePointTimes()</c> gives it; null for the batch's.</param>
internal readonly record struct Reduced(FieldType Type, long Bits, long? PointTime = null)
{
    public static Reduced Float(double value, long? pointTime = null) =>
        new(FieldType.Float, BitConverter.DoubleToInt64Bits(value), pointTime);

    public static Reduced Integer(long value, long? pointTime = null) => new(FieldType.Integer, value, pointTime);
}
