using System.Diagnostics.CodeAnalysis;
using Tocsin.Dsl.Data;
using Tocsin.Pipelines.Data;
using Tocsin.Pipelines.Processing.States;

namespace Tocsin.Pipelines.Nodes.Functions.Selectors;

/// <summary>Keeps the best point seen so far.</summary>
internal abstract class BestReducer : SelectorReducer
{
    private Point? _best;
    private int _slot;

    public override void Add(Point point, int slot)
    {
        if (_best is not null && !IsBetter(point, slot, _best, _slot))
            return;
        _best = point.Keep();
        _slot = slot;
    }

    public override bool TrySelect([NotNullWhen(true)] out Point? selected, out int slot)
    {
        selected = _best;
        slot = _slot;
        return selected is not null;
    }

    /// <summary>True when a later arrival replaces the best so far.</summary>
    protected abstract bool IsBetter(Point point, int slot, Point best, int bestSlot);

    protected override void SaveValues(StateWriter writer)
    {
        writer.Write(_best);
        writer.WriteCount(_slot);
    }

    protected override void LoadValues(StateReader reader)
    {
        _best = reader.ReadPointOrNull();
        _slot = reader.ReadIndex(Math.Max(1, _best?.Layout.Count ?? 0));
    }

    protected override void Clear() => _best = null;

    protected int CompareValues(Point point, int slot, Point best, int bestSlot) => Type switch
    {
        FieldType.Float => point.Float(slot).CompareTo(best.Float(bestSlot)),
        FieldType.String => Utf8Order.Compare(point.Text(slot), best.Text(bestSlot)),
        _ => point.Integer(slot).CompareTo(best.Integer(bestSlot)),
    };
}
