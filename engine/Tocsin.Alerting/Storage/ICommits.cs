namespace Tocsin.Alerting.Storage;

/// <summary>Takes changes: queued by any thread and committed in their order by one, as many at a time as wait.</summary>
public interface ICommits
{
    /// <summary>Queues a change and returns at once. Throws <see cref="ObjectDisposedException"/> after the store is closed.</summary>
    void Enqueue(StateChange change);

    /// <summary>
    /// Completes when all urgent changes queued so far are committed; fails when the store is closed while they cannot be written, and for
    /// whoever waits while one of them is refused. Whoever asks later sees that by <see cref="IStateStore.Refused"/>.
    /// </summary>
    ValueTask WhenCommitted();
}
