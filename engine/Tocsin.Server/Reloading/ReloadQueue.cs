namespace Tocsin.Server.Reloading;

/// <summary>
/// Runs one reload at a time. Whoever asks while one runs, or before the server is ready, is served by one more after it, however many
/// asked: what changed meanwhile is seen. Safe for any thread.
/// </summary>
/// <typeparam name="TReport">What a reload tells.</typeparam>
internal sealed class ReloadQueue<TReport>
{
    private readonly Lock _gate = new();
    private Func<ReloadScope, Task<TReport>>? _reload;
    private TaskCompletionSource<TReport>? _next;
    private ReloadScope _scope;
    private Task _running = Task.CompletedTask;
    private bool _isRunning;
    private bool _isClosed;

    /// <summary>Asks for a reload.</summary>
    /// <returns>What came of the one that began after this call; canceled when the server stops before.</returns>
    public Task<TReport> RequestAsync(ReloadScope scope)
    {
        lock (_gate)
        {
            if (_isClosed)
                return Task.FromCanceled<TReport>(new CancellationToken(canceled: true));
            _next ??= new TaskCompletionSource<TReport>(TaskCreationOptions.RunContinuationsAsynchronously);
            _scope |= scope;
            var asked = _next.Task;
            Start();
            return asked;
        }
    }

    /// <summary>From now on there is something that reloads; those who asked before are served.</summary>
    public void Open(Func<ReloadScope, Task<TReport>> reload)
    {
        lock (_gate)
        {
            _reload = reload;
            Start();
        }
    }

    /// <summary>Ends when the reload that runs is over; no other begins.</summary>
    public async Task CloseAsync()
    {
        lock (_gate)
        {
            _isClosed = true;
            _next?.TrySetCanceled();
            _next = null;
        }

        await _running.ConfigureAwait(false);
    }

    private void Start()
    {
        if (_isRunning || _reload is not { } reload || _next is null)
            return;
        _isRunning = true;
        _running = Task.Run(() => RunAsync(reload));
    }

    private async Task RunAsync(Func<ReloadScope, Task<TReport>> reload)
    {
        while (TryTake(out var asked, out var scope))
        {
            try
            {
                asked.TrySetResult(await reload(scope).ConfigureAwait(false));
            }
            catch (Exception problem)
            {
                // Whoever waits is told; the next reload begins anew.
                asked.TrySetException(problem);
            }
        }
    }

    private bool TryTake([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out TaskCompletionSource<TReport>? asked, out ReloadScope scope)
    {
        lock (_gate)
        {
            (asked, scope) = (_next, _scope);
            (_next, _scope) = (null, ReloadScope.None);
            _isRunning = asked is not null;
            return _isRunning;
        }
    }
}
