namespace Tocsin.Pipelines.Nodes.Functions.Aggregates;

/// <summary>Makes one number of many values.</summary>
internal abstract class AggregateReducer : Reducer
{
    /// <summary>What functions that know a result of no values give for a batch without any.</summary>
    public virtual Reduced? OfNothing => null;

    /// <summary>The result of the values added, of which there is at least one.</summary>
    public abstract Reduced Result();
}
