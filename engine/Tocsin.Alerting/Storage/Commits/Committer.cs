using Microsoft.Extensions.Logging;
using Tocsin.Alerting.Storage.Records;

namespace Tocsin.Alerting.Storage.Commits;

/// <summary>Commits batches of changes in one transaction each. Used by one thread.</summary>
internal sealed class Committer(ICommitTarget target, ILogger log) : IDisposable
{
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(1);

    private readonly ManualResetEventSlim _isStopping = new();
    private volatile StoreFailure? _failure;
    private volatile RefusedChangeException? _refused;

    /// <summary>Why the commit that is tried now does not succeed; null otherwise. Safe for any thread.</summary>
    public StoreFailure? Failure => _failure;

    /// <summary>Why changes were left out that nothing is wrong with, after <see cref="Stop"/>; null when none were.</summary>
    public StoreException? GivenUp { get; private set; }

    /// <summary>The last change that was left out without anybody being told; null when there is none. Safe for any thread.</summary>
    public RefusedChangeException? Refused => _refused;

    /// <summary>Told before each pause why nothing can be written.</summary>
    public Action<StoreException>? Holds { private get; init; }

    /// <summary>Told when that is over, before any change is.</summary>
    public Action? Resumes { private get; init; }

    /// <summary>
    /// Commits all changes together; those that cannot be written at all, and those that are refusable while nothing can be, are left out and
    /// told so. The others wait until they can be written.
    /// </summary>
    public void Commit(List<StateChange> changes)
    {
        var hasHelped = false;
        while (changes.Count > 0)
        {
            try
            {
                if (!_isStopping.IsSet && target.Look() is { } absent)
                {
                    HoldUp(absent, changes);
                    continue;
                }

                foreach (var change in changes)
                    change.Announce();
                target.Write(changes);
                WaitUntilSafe(changes.Count);
                break;
            }
            catch (Exception error) when (!_isStopping.IsSet && target.IsOwn(error))
            {
                if (target.Help(error) && !hasHelped)
                    hasHelped = true;
                else
                    HoldUp(target.Explain(error), changes);
            }
            catch (Exception error)
            {
                if (target.IsOwn(error))
                    GivenUp = target.Explain(error);
                else if (error is StoreException unsafeNow)
                    GivenUp = unsafeNow;
                if (changes.Count == 1 || error is StoreException)
                {
                    Resume();
                    foreach (var change in changes)
                        Refuse(change, error);
                    return;
                }

                foreach (var change in changes)
                    Commit([change]);
                return;
            }
        }

        Resume();
        foreach (var change in changes)
            Tell(change);
    }

    /// <summary>From now on, a commit that fails is not repeated.</summary>
    public void Stop() => _isStopping.Set();

    public void Dispose() => _isStopping.Dispose();

    private void WaitUntilSafe(int changes)
    {
        while (target.AfterCommit() is { } absent)
        {
            if (_isStopping.IsSet)
                throw absent;
            Pause(absent, changes);
        }
    }

    private void HoldUp(StoreException why, List<StateChange> changes)
    {
        if (!target.IsInDoubt)
        {
            foreach (var change in changes.Where(static change => change.IsRefusable))
                change.Failed(why);
            changes.RemoveAll(static change => change.IsRefusable);
        }

        if (changes.Count > 0)
            Pause(why, changes.Count);
    }

    // What was taken waits until it can be written, and those who would make more of it are told that it does.
    private void Pause(StoreException why, int changes)
    {
        _failure = new StoreFailure(_failure?.Since ?? TimeProvider.System.GetUtcNow(), why.Message);
        Holds?.Invoke(why);
        StoreLog.CannotCommit(log, PauseAfterFailure.TotalSeconds, changes, why.Message);
        _isStopping.Wait(PauseAfterFailure);
    }

    private void Resume()
    {
        if (_failure is null)
            return;
        _failure = null;
        Resumes?.Invoke();
    }

    private void Tell(StateChange change)
    {
        try
        {
            change.Committed();
        }
        catch (Exception error)
        {
            StoreLog.AfterCommit(log, error);
        }
    }

    private void Refuse(StateChange change, Exception error)
    {
        StoreLog.Refused(log, error);
        if (!change.TellsItsMaker)
            _refused = new RefusedChangeException((_refused?.Count ?? 0) + 1, error);
        change.Failed(error);
    }
}
