using Tocsin.Dsl.Data;
using Tocsin.Pipelines.Data;

namespace Tocsin.Pipelines.Nodes.Functions;

/// <summary>One value among those a function puts in order.</summary>
/// <param name="Bits">A number as <see cref="Row.Numbers"/> holds it.</param>
/// <param name="Text">A string value.</param>
/// <param name="Time">The point's time.</param>
/// <param name="Index">The place in the order of arrival, which settles ties.</param>
/// <param name="Point">The point, where its tags or other fields are needed; it lasts by itself.</param>
/// <param name="Slot">The value's slot in the point.</param>
internal readonly record struct Sample(long Bits, string? Text, long Time, int Index, Point? Point, int Slot)
{
    public int CompareValue(in Sample other, FieldType type) => type switch
    {
        FieldType.Float => BitConverter.Int64BitsToDouble(Bits).CompareTo(BitConverter.Int64BitsToDouble(other.Bits)),
        FieldType.String => Utf8Order.Compare(Text ?? "", other.Text ?? ""),
        _ => Bits.CompareTo(other.Bits),
    };
}
