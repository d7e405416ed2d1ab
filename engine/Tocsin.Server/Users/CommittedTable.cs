using Tocsin.Alerting.Storage;
using Tocsin.Alerting.Storage.Records;

namespace Tocsin.Server.Users;

/// <summary>
/// Something that every request reads and that is changed by one at a time: what is stored counts, and not before. Safe for any number of threads.
/// </summary>
/// <typeparam name="T">All of it; never changed itself.</typeparam>
internal sealed class CommittedTable<T>(IAccessRecords records, T first)
    where T : class
{
    private readonly SemaphoreSlim _one = new(1);
    private volatile T _now = first;

    /// <summary>Called after a change.</summary>
    public event Action? Changed;

    public T Now => _now;

    /// <summary>Stores a change and puts it in force. What cannot be stored changes nothing.</summary>
    /// <param name="change">What there is to be after it, and how that is written; throws when it cannot be.</param>
    public Task ChangeAsync(Func<T, (T After, Action<IAccessWriter> Write)> change) => RunAsync(async () =>
    {
        var (after, write) = change(_now);
        await records.CommitAsync(write).ConfigureAwait(false);
        _now = after;
    });

    /// <summary>Takes something away. That is in force at once, also while nothing can be stored; then it is stored as soon as it can be.</summary>
    /// <param name="change">The same as of <see cref="ChangeAsync"/>.</param>
    /// <returns>Why it is not stored yet; null when it is.</returns>
    public async Task<string?> WithdrawAsync(Func<T, (T After, Action<IAccessWriter> Write)> change)
    {
        await RunAsync(() =>
        {
            var (after, write) = change(_now);
            records.Enqueue(new Withdrawal(write));
            _now = after;
            return Task.CompletedTask;
        }).ConfigureAwait(false);
        try
        {
            await records.WhenCommitted().ConfigureAwait(false);
            return null;
        }
        catch (Exception problem) when (problem is StoreException or RefusedChangeException)
        {
            return problem.Message;
        }
    }

    private async Task RunAsync(Func<Task> change)
    {
        await _one.WaitAsync().ConfigureAwait(false);
        try
        {
            await change().ConfigureAwait(false);
        }
        finally
        {
            _one.Release();
        }

        Changed?.Invoke();
    }

    private sealed class Withdrawal(Action<IAccessWriter> write) : StateChange
    {
        public override void Apply(IStateWriter writer) => write(writer);
    }
}
