using Tocsin.Dsl.Data;
using Tocsin.Pipelines.Data;

namespace Tocsin.Pipelines.Nodes.Functions.Selectors;

/// <summary>The latest point; of several at one time the largest value.</summary>
internal sealed class LastReducer : BestReducer
{
    public override bool Accepts(FieldType type) => IsDataType(type);

    protected override bool IsBetter(Point point, int slot, Point best, int bestSlot)
    {
        if (point.Time != best.Time)
            return point.Time > best.Time;

        return CompareValues(point, slot, best, bestSlot) > 0;
    }
}
