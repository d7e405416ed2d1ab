namespace Tocsin.Inputs.Scraping;

/// <summary>A target that is asked until it is disposed.</summary>
internal sealed class RunningTarget : IAsyncDisposable
{
    private readonly ScrapedTarget _target;
    private readonly CancellationTokenSource _end;
    private readonly Task _running;

    /// <param name="target">The target; disposed with this.</param>
    /// <param name="closing">Ends it too.</param>
    public RunningTarget(ScrapedTarget target, CancellationToken closing)
    {
        _target = target;
        _end = CancellationTokenSource.CreateLinkedTokenSource(closing);
        _running = Task.Run(RunAsync);
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(false);
        await _target.DisposeAsync().ConfigureAwait(false);
        _end.Dispose();
    }

    private async Task RunAsync()
    {
        try
        {
            await _target.RunAsync(_end.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // It is not asked any more.
        }
    }
}
