namespace Tocsin.Alerting.Storage.Records;

/// <summary>
/// Keeps all that must outlive the process. Whoever puts the engine together holds all of it; each feature is handed its own part. Reads see
/// what is committed.
/// </summary>
public interface IStateStore : ITaskRecords, IHandlerRecords, ITopicRecords, ISilenceRecords, IDrillRecords, IDeliveryRecords, ISourceRecords, IRecordingRecords, IConfigRecords, IAccessRecords, IStoreCare, IAsyncDisposable
{
    /// <summary>Whether changes can be written, and where to.</summary>
    StoreStatus Status { get; }

    /// <summary>What keeps changes from being written, and the way out; null while they are written.</summary>
    StoreFailure? Failure { get; }

    /// <summary>The last change that was refused without its maker being told; null when there is none since the store was opened.</summary>
    RefusedChangeException? Refused { get; }

    /// <summary>Commits a change of several features and says when it is done; fails, and nothing is changed, when it cannot be written now.</summary>
    Task CommitAsync(Action<IStateWriter> change);

    Task IRecords<ITaskWriter>.CommitAsync(Action<ITaskWriter> change) => CommitAsync(change);

    Task IRecords<IHandlerWriter>.CommitAsync(Action<IHandlerWriter> change) => CommitAsync(change);

    Task IRecords<ITopicWriter>.CommitAsync(Action<ITopicWriter> change) => CommitAsync(change);

    Task IRecords<IDrillWriter>.CommitAsync(Action<IDrillWriter> change) => CommitAsync(change);

    Task IRecords<IDeliveryWriter>.CommitAsync(Action<IDeliveryWriter> change) => CommitAsync(change);

    Task IRecords<ISourceWriter>.CommitAsync(Action<ISourceWriter> change) => CommitAsync(change);

    Task IRecords<IConfigWriter>.CommitAsync(Action<IConfigWriter> change) => CommitAsync(change);

    Task IRecords<IRecordingWriter>.CommitAsync(Action<IRecordingWriter> change) => CommitAsync(change);

    Task IRecords<IAccessWriter>.CommitAsync(Action<IAccessWriter> change) => CommitAsync(change);
}
