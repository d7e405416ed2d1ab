using Tocsin.Pipelines.Data;

namespace Tocsin.Pipelines.Nodes.Functions.Selectors;

/// <summary>The smallest number; of several the earliest.</summary>
internal sealed class MinReducer : BestReducer
{
    protected override bool IsBetter(Point point, int slot, Point best, int bestSlot)
    {
        var order = CompareValues(point, slot, best, bestSlot);
        return order < 0 || (order == 0 && point.Time < best.Time);
    }
}
