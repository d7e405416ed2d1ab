namespace Tocsin.Sdk.Functions;

/// <summary>Where a function that makes batches sends its points. Those of the batch under way are kept from call to call.</summary>
public abstract class BatchOutput : PointOutput
{
    /// <summary>Points emitted since the last batch.</summary>
    public abstract int Count { get; }

    /// <summary>Passes on all points emitted since the last batch as one batch, in their order; an empty batch when there are none.</summary>
    /// <param name="unixNanoseconds">The end of the batch in nanoseconds since 1970 in UTC.</param>
    public abstract void EndBatch(long unixNanoseconds);

    /// <inheritdoc cref="EndBatch(long)"/>
    /// <param name="time">The end of the batch.</param>
    public void EndBatch(DateTimeOffset time) => EndBatch(DataTime.ToUnixNanoseconds(time));
}
