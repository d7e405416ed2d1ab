using Tocsin.Dsl.Data;

namespace Tocsin.Pipelines.Nodes.Functions.Sets;

/// <summary>Makes some values of many.</summary>
internal abstract class SetReducer : Reducer
{
    /// <summary>True when results keep the tags of their points; else they have the group's.</summary>
    public virtual bool KeepsTags => false;

    /// <summary>True when results have their own times even without <c>.usePointTimes()</c>.</summary>
    public virtual bool HasOwnTimes => false;

    /// <summary>The type of the results.</summary>
    public virtual FieldType ResultType => Type;

    /// <summary>The results of the values added, in the order they are emitted.</summary>
    public abstract IReadOnlyList<Sample> Results();
}
