using Tocsin.Dsl.Data;
using Tocsin.Pipelines.Data;

namespace Tocsin.Pipelines.Nodes.Functions.Selectors;

/// <summary>The earliest point; of several at one time the largest value, of booleans the smallest.</summary>
internal sealed class FirstReducer : BestReducer
{
    public override bool Accepts(FieldType type) => IsDataType(type);

    protected override bool IsBetter(Point point, int slot, Point best, int bestSlot)
    {
        if (point.Time != best.Time)
            return point.Time < best.Time;

        var order = CompareValues(point, slot, best, bestSlot);
        return Type == FieldType.Boolean ? order < 0 : order > 0;
    }
}
