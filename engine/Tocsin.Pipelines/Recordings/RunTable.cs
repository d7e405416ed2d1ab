using System.Collections.Concurrent;
using Tocsin.Alerting.Configuration;
using Tocsin.Pipelines.Tasks;

namespace Tocsin.Pipelines.Recordings;

/// <summary>Things that run in the background and are remembered when they have ended. Safe for any number of threads.</summary>
/// <param name="what">What they are, for refusals: <c>recordings</c>.</param>
internal sealed class RunTable<T>(string what, Func<T, string> id, LiveSetting<ReplayOptions> options)
    where T : class
{
    private readonly ConcurrentDictionary<string, T> _all = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, (Task Run, CancellationTokenSource Cancel)> _running = new(StringComparer.Ordinal);

    private volatile bool _isOver;

    public IEnumerable<T> All => _all.Values;

    public T? Find(string name) => _all.GetValueOrDefault(name);

    /// <summary>Remembers a thing as it is now.</summary>
    public void Keep(T item) => _all[id(item)] = item;

    public void Forget(string name) => _all.TryRemove(name, out _);

    /// <exception cref="DefinitionException">There are as many as the configuration allows.</exception>
    public void CheckRoom()
    {
        var limits = options.Current;
        if (_running.Count >= limits.Running)
            throw new DefinitionException(RefusalKind.Busy, $"{limits.Running} {what} are under way, as many as replay.running allows: wait until one has ended, delete one, or raise the limit");
        if (_all.Count >= limits.Kept)
            throw new DefinitionException(RefusalKind.Full, $"there are {limits.Kept} {what}, as many as replay.kept allows: delete some with 'tocsin delete {what}', or raise the limit");
    }

    /// <summary>Starts a thing. Its run begins at once, on the caller's thread up to its first wait; whoever finds the thing finds it begun, and can end it.</summary>
    /// <param name="run">Keeps the thing as it has become when it ends, and does not throw.</param>
    public void Start(T item, Func<CancellationToken, Task> run)
    {
        var (name, cancel, ended) = (id(item), new CancellationTokenSource(), new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        _running[name] = (ended.Task, cancel);
        if (_isOver)
            cancel.Cancel();
        var running = run(cancel.Token);
        _all.TryAdd(name, item); // One that has ended by now is kept as it ended.
        _ = running.ContinueWith(
            _ =>
            {
                _running.TryRemove(name, out var _);
                cancel.Dispose();
                ended.SetResult();
            },
            TaskScheduler.Default);
    }

    /// <summary>Ends what runs under a name and waits for that; nothing happens when nothing does.</summary>
    public async Task EndAsync(string name)
    {
        if (!_running.TryGetValue(name, out var running))
            return;
        try
        {
            await running.Cancel.CancelAsync().ConfigureAwait(false);
        }
        catch (ObjectDisposedException)
        {
            // It has ended by itself.
        }

        await running.Run.ConfigureAwait(false);
    }

    /// <summary>Ends all that runs, and what is started from now on, and waits for what runs.</summary>
    public Task EndAllAsync()
    {
        _isOver = true;
        return Task.WhenAll(_running.Keys.Select(EndAsync));
    }
}
