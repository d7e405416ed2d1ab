namespace Tocsin.Pipelines.Tasks;

/// <summary>
/// Lets one change of definitions go on at a time, and others while it waits for a task to end or to begin: those that touch nothing of it. Safe for
/// any number of threads.
/// </summary>
internal sealed class ChangeGate
{
    private readonly SemaphoreSlim _turn = new(1);
    private readonly List<ChangeClaim> _claims = [];
    private TaskCompletionSource _given = New();

    /// <summary>Begins a change, when no other has anything of what it touches.</summary>
    /// <param name="names">What it touches; null for all. Asked when it is its turn.</param>
    public async Task<ChangeClaim> EnterAsync(Func<IReadOnlyCollection<string>?> names)
    {
        await _turn.WaitAsync().ConfigureAwait(false);
        while (true)
        {
            var claim = new ChangeClaim(names());
            if (!_claims.Exists(claim.Meets))
            {
                _claims.Add(claim);
                return claim;
            }

            var given = _given.Task;
            _turn.Release();
            await given.ConfigureAwait(false);
            await _turn.WaitAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Waits within a change, whose turn is that of others meanwhile.</summary>
    public async Task AsideAsync(Task task)
    {
        if (!task.IsCompleted)
        {
            _turn.Release();
            await task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await _turn.WaitAsync().ConfigureAwait(false);
        }

        await task.ConfigureAwait(false);
    }

    /// <summary>Lets others have what a change does not touch as it turns out.</summary>
    public void Narrow(ChangeClaim claim, IReadOnlyCollection<string> names)
    {
        claim.Names = names;
        Give();
    }

    /// <summary>Ends a change, whose turn it is.</summary>
    public void Leave(ChangeClaim claim)
    {
        _claims.Remove(claim);
        Give();
        _turn.Release();
    }

    private void Give()
    {
        var given = _given;
        _given = New();
        given.SetResult();
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
