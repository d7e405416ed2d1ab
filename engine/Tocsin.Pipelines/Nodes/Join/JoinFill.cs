using Tocsin.Dsl.Data;

namespace Tocsin.Pipelines.Nodes.Join;

/// <summary>What stands for the fields of a node that has no point.</summary>
/// <param name="IsInner">True when nothing does: incomplete sets are dropped.</param>
/// <param name="Type">The type of the stand-in.</param>
/// <param name="Bits">Its value, as <see cref="Row.Numbers"/> holds it.</param>
internal readonly record struct JoinFill(bool IsInner, FieldType Type, long Bits)
{
    public static bool TryParse(object value, out JoinFill fill)
    {
        (var isKnown, fill) = value switch
        {
            "none" => (true, new JoinFill(true, FieldType.Null, 0)),
            "null" => (true, new JoinFill(false, FieldType.Null, 0)),
            long number => (true, new JoinFill(false, FieldType.Integer, number)),
            double number => (true, new JoinFill(false, FieldType.Float, BitConverter.DoubleToInt64Bits(number))),
            _ => (false, default),
        };
        return isKnown;
    }
}
