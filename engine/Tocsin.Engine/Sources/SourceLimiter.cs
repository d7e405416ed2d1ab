namespace Tocsin.Engine.Sources;

/// <summary>Lets a number of requests, or of alerts, through each second, and for a short time more. Safe for any thread.</summary>
internal sealed class SourceLimiter
{
    private const double BurstSeconds = 2;

    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly double _perSecond;
    private readonly double _most;
    private double _left;
    private long _last;

    private SourceLimiter(double perSecond, double most, TimeProvider time)
    {
        _time = time;
        _perSecond = perSecond;
        _most = _left = Math.Max(1, most);
        _last = time.GetTimestamp();
    }

    /// <summary>For requests; null when they are not limited.</summary>
    public static SourceLimiter? OfRequests(SourceLimits limits, TimeProvider time) => limits.PerSecond <= 0
        ? null
        : new SourceLimiter(limits.PerSecond, limits.Burst > 0 ? limits.Burst : limits.PerSecond * BurstSeconds, time);

    /// <summary>For alerts; null when they are not limited.</summary>
    public static SourceLimiter? OfAlerts(SourceLimits limits, TimeProvider time) => limits.AlertsPerMinute <= 0
        ? null
        : new SourceLimiter(limits.AlertsPerMinute / 60, limits.AlertsPerMinute, time);

    /// <summary>True when so many more may come in. More than ever may at once come in when none has for a while: they cannot come in parts.</summary>
    /// <param name="retryAfter">Otherwise, when they may.</param>
    public bool TryTake(int count, out TimeSpan retryAfter)
    {
        var wanted = Math.Min(count, _most);
        lock (_gate)
        {
            var now = _time.GetTimestamp();
            _left = Math.Min(_most, _left + (_time.GetElapsedTime(_last, now).TotalSeconds * _perSecond));
            _last = now;
            retryAfter = default;
            if (_left >= wanted)
            {
                _left -= count;
                return true;
            }

            retryAfter = TimeSpan.FromSeconds((wanted - _left) / _perSecond);
            return false;
        }
    }
}
