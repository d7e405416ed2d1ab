namespace Tocsin.Pipelines.Functions.Processes;

/// <summary>
/// How long a function has been silent: since it answered a keepalive, or read what had to wait for room. What it writes is no sign of life. Time for
/// which it waits for this side is not silence, unless it has sent more since the keepalive than it can have owed before. Safe for any thread.
/// </summary>
internal sealed class SignsOfLife(TimeProvider time)
{
    /// <summary>What a function may send before it answers a keepalive: some thousand points are in the pipes and buffers between the two.</summary>
    public const int MostOwed = 10_000;

    private readonly Lock _gate = new();
    private long _last = time.GetTimestamp();
    private long? _heldUpSince;
    private TimeSpan _heldUp;
    private int _sentSinceAsked;
    private bool _isAsked;

    public TimeSpan Silence
    {
        get
        {
            lock (_gate)
            {
                var all = time.GetElapsedTime(_last);
                return _isAsked && _sentSinceAsked > MostOwed ? all : all - _heldUp - (_heldUpSince is { } since ? time.GetElapsedTime(since) : TimeSpan.Zero);
            }
        }
    }

    /// <summary>It answered, or read.</summary>
    public void Seen()
    {
        lock (_gate)
        {
            (_last, _heldUp, _isAsked) = (time.GetTimestamp(), TimeSpan.Zero, false);
            if (_heldUpSince is not null)
                _heldUpSince = _last;
        }
    }

    /// <summary>A keepalive is sent to it.</summary>
    public void Asked()
    {
        lock (_gate)
            (_isAsked, _sentSinceAsked) = (true, 0);
    }

    /// <summary>It sent something else than an answer.</summary>
    public void Sent()
    {
        lock (_gate)
        {
            if (_sentSinceAsked <= MostOwed)
                _sentSinceAsked++;
        }
    }

    /// <summary>It waits for this side from now on.</summary>
    public void HoldUp()
    {
        lock (_gate)
            _heldUpSince = time.GetTimestamp();
    }

    /// <summary>It waits no longer.</summary>
    public void LetGo()
    {
        lock (_gate)
        {
            if (_heldUpSince is { } since)
                _heldUp += time.GetElapsedTime(since);
            _heldUpSince = null;
        }
    }
}
