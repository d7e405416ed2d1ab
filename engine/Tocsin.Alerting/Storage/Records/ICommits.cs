namespace Tocsin.Alerting.Storage.Records;

/// <summary>Takes changes: queued by any thread and committed in their order by one, as many at a time as wait.</summary>
public interface ICommits
{
    /// <summary>Queues a change and returns at once. Throws <see cref="ObjectDisposedException"/> after the store is closed.</summary>
    void Enqueue(StateChange change);

    /// <summary>
    /// Completes when all urgent changes queued so far are committed. Fails with a <see cref="StoreException"/> as soon as it is known that they
    /// cannot be written for now, as on a full disk: they go on waiting, and whoever asks is not to. Fails as well for whoever waits while one
    /// of them is refused; whoever asks later sees that by <see cref="IStateStore.Refused"/>.
    /// </summary>
    ValueTask WhenCommitted();
}
