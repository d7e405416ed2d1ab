using System.Diagnostics.CodeAnalysis;
using Tocsin.Pipelines.Data;
using Tocsin.Pipelines.Processing.States;

namespace Tocsin.Pipelines.Nodes.Functions.Selectors;

internal sealed class PercentileReducer(double percentile) : SelectorReducer
{
    private readonly SampleList _samples = new();

    // Integers stay at their batch's time, as scripts written for the peer expect.
    public override bool HasPointTime => IsFloat;

    public override void Add(Point point, int slot) => _samples.AddPoint(point, slot);

    public override bool TrySelect([NotNullWhen(true)] out Point? selected, out int slot)
    {
        var rank = Math.Floor((_samples.Count * percentile / 100.0) + 0.5) - 1;
        if (!(rank >= 0 && rank < _samples.Count))
        {
            selected = null;
            slot = -1;
            return false;
        }

        var sample = _samples.SortedByValue(Type)[(int)rank];
        selected = sample.Point!; // Added with its point above.
        slot = sample.Slot;
        return true;
    }

    protected override void SaveValues(StateWriter writer) => _samples.Save(writer);

    protected override void LoadValues(StateReader reader) => _samples.Load(reader);

    protected override void Clear() => _samples.Clear();
}
