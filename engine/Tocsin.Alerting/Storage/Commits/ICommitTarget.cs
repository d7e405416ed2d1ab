using Tocsin.Alerting.Storage.Records;

namespace Tocsin.Alerting.Storage.Commits;

/// <summary>Where changes are committed. Used by the committing thread only.</summary>
public interface ICommitTarget
{
    /// <summary>True while it is not known whether what was written last is committed, as the answer was lost: until it is, nobody is told that it is not.</summary>
    bool IsInDoubt { get; }

    /// <summary>Looks whether what is committed would be found again.</summary>
    /// <returns>Why not; null when it would.</returns>
    StoreException? Look();

    /// <summary>Applies changes and commits them together; when that throws, none of them counts.</summary>
    void Write(IReadOnlyList<StateChange> changes);

    /// <summary>Called after each commit, before anybody is told of it, and again until it would be found again.</summary>
    /// <returns>Why not yet; null when it would.</returns>
    StoreException? AfterCommit();

    /// <summary>Whether an error is no change's fault: it passes, or needs a person, and until then nothing may count as written.</summary>
    bool IsOwn(Exception error);

    /// <summary>Puts such an error into words that help.</summary>
    StoreException Explain(Exception error);

    /// <summary>Does what can be done against such an error.</summary>
    /// <returns>Whether that changed something, and writing is to be tried again at once.</returns>
    bool Help(Exception error);
}
