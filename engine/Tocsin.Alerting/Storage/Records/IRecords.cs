namespace Tocsin.Alerting.Storage.Records;

/// <summary>The part of the store that belongs to one feature.</summary>
/// <typeparam name="TWriter">What the feature may write.</typeparam>
public interface IRecords<TWriter> : ICommits
{
    /// <summary>Commits a change and says when it is done; fails, and nothing is changed, when it cannot be written now.</summary>
    Task CommitAsync(Action<TWriter> change);
}
