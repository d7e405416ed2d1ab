namespace Tocsin.Pipelines.Influx.Outputs;

/// <summary>A write that waits, and who is told what becomes of it.</summary>
/// <param name="write">The points.</param>
/// <param name="listener">Is told; null when nobody is there any more.</param>
internal sealed class PendingWrite(OutputWrite write, OutputListener? listener)
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public OutputWrite Write => write;

    /// <summary>Ends when it is written, refused or kept on disk.</summary>
    public Task Done => _done.Task;

    public void End(OutputOutcome outcome, string why)
    {
        if (write.Points > 0 || outcome == OutputOutcome.Lost)
            listener?.Invoke(outcome, write.Points, why);
        _done.TrySetResult();
    }
}
