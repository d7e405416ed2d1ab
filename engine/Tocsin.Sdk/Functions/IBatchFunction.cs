namespace Tocsin.Sdk.Functions;

/// <summary>Takes batches, such as windows, and gives a batch for each.</summary>
public interface IBatchFunction
{
    /// <summary>Takes one batch of the group. What is emitted makes the next batch, with the same end; it may be empty.</summary>
    void OnBatch(BatchView batch, PointOutput output);
}
