namespace Tocsin.Sdk.Functions;

/// <summary>Takes batches, such as windows, and gives points one by one.</summary>
public interface IBatchToStreamFunction
{
    /// <summary>Takes one batch of the group, and emits none, one or several points for it.</summary>
    void OnBatch(BatchView batch, PointOutput output);
}
