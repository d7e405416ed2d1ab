namespace Tocsin.Alerting.Deliveries;

/// <summary>
/// Whatever the reason may be: what is owed is attempted in the end, or somebody must look. Knows when an attempt was begun last, or something
/// was owed first. Not safe for several threads at once.
/// </summary>
internal sealed class AttemptWatch(TimeProvider steady)
{
    private DateTimeOffset _last = steady.GetUtcNow();

    public void Begin() => _last = steady.GetUtcNow();

    /// <summary>One more is owed; the wait begins with the first.</summary>
    public void Owe(long before)
    {
        if (before == 0)
            Begin();
    }

    /// <summary>For how long no attempt was begun, when that is longer than any pause takes; null when it is not.</summary>
    public TimeSpan? StuckFor(DeliveryOptions options)
    {
        var idle = steady.GetUtcNow() - _last;
        return idle > (2 * options.LongestPause) + options.AttemptTimeout ? idle : null;
    }
}
