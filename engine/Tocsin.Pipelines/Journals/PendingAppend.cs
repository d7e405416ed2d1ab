namespace Tocsin.Pipelines.Journals;

/// <summary>An entry on its way into the journal, and what is to be done with its points when it is there.</summary>
/// <param name="entry">What is appended.</param>
/// <param name="handOver">Hands the points to those that want them; called in the order of positions, with 0 where the entry was not kept.</param>
internal sealed class PendingAppend(JournalEntry entry, Func<long, ValueTask> handOver)
{
    private readonly TaskCompletionSource _written = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ValueTask _handing;

    public JournalEntry Entry => entry;

    /// <summary>0 while it has none, or was not kept.</summary>
    public long Position { get; set; }

    /// <summary>Ends when the entry is in the journal, or fails.</summary>
    public Task Written => _written.Task;

    /// <summary>Ends when the points were taken by those that want them. To be asked once, after <see cref="Written"/>.</summary>
    public ValueTask Handing => _handing;

    public void HandOver()
    {
        try
        {
            _handing = handOver(Position);
        }
        catch (Exception problem)
        {
            // Whoever waits for it learns of it.
            _handing = ValueTask.FromException(problem);
        }

        _written.TrySetResult();
    }

    public void Fail(Exception problem) => _written.TrySetException(problem);
}
