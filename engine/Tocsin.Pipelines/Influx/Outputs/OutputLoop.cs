namespace Tocsin.Pipelines.Influx.Outputs;

/// <summary>Sends the points of one lane, again and again while InfluxDB does not take them. Safe for any number of threads.</summary>
internal sealed class OutputLoop
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    /// <summary>While writers are refused for want of room, it is looked for sooner.</summary>
    private static readonly TimeSpan LongestPauseWithoutDisk = TimeSpan.FromSeconds(5);

    private readonly InfluxOutput _output;
    private readonly OutputShare _share;
    private readonly SemaphoreSlim _signal = new(0, 1);
    private readonly Lock _pausing = new();
    private readonly Task _running;
    private CancellationTokenSource _pause = new();

    /// <param name="output">Guards the lane.</param>
    public OutputLoop(OutputLane lane, InfluxOutput output, OutputShare share)
    {
        Lane = lane;
        _output = output;
        _share = share;
        _running = Task.Run(RunAsync);
    }

    public OutputLane Lane { get; }

    /// <summary>Looks for what is to be sent.</summary>
    public void Wake()
    {
        try
        {
            _signal.Release();
        }
        catch (SemaphoreFullException)
        {
            // Somebody did.
        }
    }

    /// <summary>Tries again at once.</summary>
    public void TryNow()
    {
        lock (_pausing)
            _pause.Cancel();
    }

    /// <summary>Ends when all that was in memory is written or kept; the share is stopping.</summary>
    public async Task WhenEndedAsync()
    {
        Wake();
        await _running.ConfigureAwait(false);
    }

    private async Task RunAsync()
    {
        var pause = FirstPause;
        while (true)
        {
            if (_output.TryNext(Lane, out var next, out var isKept, out var isReadable))
            {
                var problem = await _share.Sender.SendAsync(next.Write, _share.Aborting).ConfigureAwait(false);
                if (_output.TrySettle(Lane, next, isKept, problem))
                {
                    pause = FirstPause;
                    continue;
                }
            }
            else if (_share.IsStopping)
            {
                return;
            }
            else if (isReadable)
            {
                await _signal.WaitAsync().ConfigureAwait(false);
                continue;
            }

            if (_share.IsStopping)
                continue;
            await PauseAsync(Lane.WhyHeld is not null && pause > LongestPauseWithoutDisk ? LongestPauseWithoutDisk : pause).ConfigureAwait(false);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }

    private async Task PauseAsync(TimeSpan pause)
    {
        CancellationToken ended;
        lock (_pausing)
        {
            if (_pause.IsCancellationRequested)
            {
                // Somebody asked for another try meanwhile.
                _pause = new CancellationTokenSource();
                return;
            }

            ended = _pause.Token;
        }

        using var either = CancellationTokenSource.CreateLinkedTokenSource(ended, _share.Stopping);
        try
        {
            await Task.Delay(pause, _share.Time, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // Now, then.
        }
    }
}
