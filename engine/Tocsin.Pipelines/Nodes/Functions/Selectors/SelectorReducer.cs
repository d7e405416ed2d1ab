using System.Diagnostics.CodeAnalysis;
using Tocsin.Pipelines.Data;

namespace Tocsin.Pipelines.Nodes.Functions.Selectors;

/// <summary>Chooses one point of many.</summary>
internal abstract class SelectorReducer : Reducer
{
    /// <summary>False when the choice keeps the batch's time even with <c>.usePointTimes()</c>.</summary>
    public virtual bool HasPointTime => true;

    /// <summary>The chosen point, which lasts by itself, and the slot of its value. False when none can be chosen.</summary>
    public abstract bool TrySelect([NotNullWhen(true)] out Point? selected, out int slot);
}
