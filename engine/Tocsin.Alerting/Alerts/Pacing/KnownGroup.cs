using Tocsin.Sdk;

namespace Tocsin.Alerting.Alerts.Pacing;

/// <summary>A group of alerts as one handler knows it. Guarded by the lock of <see cref="Topics"/>.</summary>
internal sealed class KnownGroup
{
    private readonly int[] _told = new int[4];
    private int _waiting;

    /// <summary>When it was delivered last; null when it never was since it began.</summary>
    public DateTimeOffset? Sent { get; private set; }

    /// <summary>When ends of its alerts were delivered last; null when none were.</summary>
    public DateTimeOffset? EndsSent { get; set; }

    /// <summary>When what waits in it is due; null when nothing does.</summary>
    public DateTimeOffset? Due { get; set; }

    /// <summary>The alerts that the handler knows to be open.</summary>
    public int Open => _told[1] + _told[2] + _told[3];

    /// <summary>The highest level that the handler knows of.</summary>
    public AlertLevel Level => _told[3] > 0 ? AlertLevel.Critical : _told[2] > 0 ? AlertLevel.Warning : _told[1] > 0 ? AlertLevel.Info : AlertLevel.Ok;

    public void Add(KnownAlert known)
    {
        _told[(int)known.Told]++;
        if (known.Told != AlertLevel.Ok && (Sent is not { } sent || sent < known.ToldAt))
            Sent = known.ToldAt;
        if (known.Cause != HoldCause.Group)
            return;
        _waiting++;
        if (Due is not { } due || known.Due < due)
            Due = known.Due;
    }

    /// <returns>Whether nothing is left of the group.</returns>
    public bool Remove(KnownAlert known)
    {
        _told[(int)known.Told]--;
        if (known.Cause == HoldCause.Group && --_waiting == 0)
            Due = null;
        return Array.TrueForAll(_told, static count => count == 0);
    }
}
