namespace Tocsin.Pipelines.Nodes.Functions.Transformations;

/// <summary>Gives a result for each value, made from it and those before.</summary>
internal abstract class TransformationReducer : Reducer
{
    /// <summary>
    /// The result as it stands. Asked for after every point, also after one that could not be read: most functions then say the last one
    /// again.
    /// </summary>
    /// <returns>False when there is none yet.</returns>
    public abstract bool TryTake(out Transformed result);
}
