namespace Tocsin.Inputs.Scraping;

/// <summary>A target that is asked until it is disposed.</summary>
internal sealed class RunningTarget : IAsyncDisposable
{
    private readonly ScrapedTarget _target;
    private readonly CancellationTokenSource _end;
    private readonly Task _running;

    /// <param name="target">The target.</param>
    /// <param name="first">How long to wait before it is asked for the first time.</param>
    /// <param name="closing">Ends it too.</param>
    public RunningTarget(ScrapedTarget target, TimeSpan first, CancellationToken closing)
    {
        _target = target;
        _end = CancellationTokenSource.CreateLinkedTokenSource(closing);
        _running = Task.Run(() => RunAsync(first));
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(false);
        _target.End();
        _end.Dispose();
    }

    private async Task RunAsync(TimeSpan first)
    {
        try
        {
            await _target.RunAsync(first, _end.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // It is not asked any more.
        }
    }
}
