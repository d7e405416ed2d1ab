namespace Tocsin.Alerting.Crashes;

/// <summary>A turn of one among many, which ends when it is disposed, or by itself when it takes too long.</summary>
internal sealed class Turn : IDisposable
{
    private readonly SemaphoreSlim _turns;
    private readonly ITimer _limit;
    private int _isOver;

    /// <param name="turns">Was entered for this turn.</param>
    public Turn(SemaphoreSlim turns, TimeProvider time, TimeSpan longest)
    {
        _turns = turns;
        _limit = time.CreateTimer(static state => ((Turn)state!).Dispose(), this, longest, Timeout.InfiniteTimeSpan);
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isOver, 1) != 0)
            return;
        _limit.Dispose();
        _turns.Release();
    }
}
