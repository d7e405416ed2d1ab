namespace Tocsin.Engine.Sources;

/// <summary>Lets a number of requests through each second, and for a short time more. Safe for any thread.</summary>
internal sealed class RequestLimiter
{
    private const double BurstSeconds = 2;

    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly double _perSecond;
    private readonly double _most;
    private double _left;
    private long _last;

    public RequestLimiter(SourceLimits limits, TimeProvider time)
    {
        _time = time;
        _perSecond = limits.PerSecond;
        _most = _left = Math.Max(1, limits.Burst > 0 ? limits.Burst : limits.PerSecond * BurstSeconds);
        _last = time.GetTimestamp();
    }

    /// <summary>True when one more request may come in.</summary>
    /// <param name="retryAfter">Otherwise, when the next one may.</param>
    public bool TryTake(out TimeSpan retryAfter)
    {
        lock (_gate)
        {
            var now = _time.GetTimestamp();
            _left = Math.Min(_most, _left + (_time.GetElapsedTime(_last, now).TotalSeconds * _perSecond));
            _last = now;
            retryAfter = default;
            if (_left >= 1)
            {
                _left--;
                return true;
            }

            retryAfter = TimeSpan.FromSeconds((1 - _left) / _perSecond);
            return false;
        }
    }
}
