namespace Tocsin.Sdk.Functions;

/// <summary>Takes points one by one and gives batches.</summary>
public interface IStreamToBatchFunction
{
    /// <summary>Takes one point of the group. What is emitted waits until <see cref="BatchOutput.EndBatch(long)"/> passes it on.</summary>
    void OnPoint(PointView point, BatchOutput output);

    /// <summary>
    /// Told that nothing older than <paramref name="time"/> will come for the group, by a <c>|barrier()</c> before the function. Default:
    /// nothing to do.
    /// </summary>
    void OnBarrier(DateTimeOffset time, BatchOutput output)
    {
    }
}
