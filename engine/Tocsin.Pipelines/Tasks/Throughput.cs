namespace Tocsin.Pipelines.Tasks;

/// <summary>Messages per second, over the time between two readings of at least a second.</summary>
internal sealed class Throughput(TimeProvider time)
{
    private readonly Lock _gate = new();
    private long _since = time.GetTimestamp();
    private long _lastCount;
    private double _rate;

    public double Read(long count)
    {
        lock (_gate)
        {
            var elapsed = time.GetElapsedTime(_since);
            if (elapsed >= TimeSpan.FromSeconds(1))
            {
                _rate = (count - _lastCount) / elapsed.TotalSeconds;
                _lastCount = count;
                _since = time.GetTimestamp();
            }

            return _rate;
        }
    }
}
