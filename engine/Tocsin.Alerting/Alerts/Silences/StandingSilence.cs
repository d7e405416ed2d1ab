using Tocsin.Alerting.Matching.Labels;

namespace Tocsin.Alerting.Alerts.Silences;

/// <summary>A silence that is not over, with what is known of the moment. Guarded by the lock of the topics.</summary>
internal sealed class StandingSilence(Silence silence)
{
    private static readonly SilenceSpan Never = new(DateTimeOffset.MinValue, DateTimeOffset.MinValue);

    private SilenceSpan _span = Never;
    private DateTimeOffset _looked = DateTimeOffset.MaxValue;

    public Silence Silence { get; } = silence;

    /// <summary>The buckets of the index in which it stands.</summary>
    public IReadOnlyList<List<StandingSilence>> Buckets { get; set; } = [];

    /// <summary>For one that lasts until all is resolved: the alerts that it matches and that are open.</summary>
    public HashSet<(string, string)> Open { get; } = [];

    /// <summary>Whether it keeps anything back at a time.</summary>
    public bool IsActive(DateTimeOffset now)
    {
        Advance(now);
        return _span.Contains(now);
    }

    /// <summary>When that changes next, as it looks at a time.</summary>
    public DateTimeOffset NextChange(DateTimeOffset now)
    {
        Advance(now);
        return now < _span.From ? _span.From : _span.Until;
    }

    /// <summary>When the stretch ends that it is in.</summary>
    public DateTimeOffset Until(DateTimeOffset now)
    {
        Advance(now);
        return _span.Until;
    }

    public bool Matches(AlertLabels labels) => Silence.Matches(labels);

    private void Advance(DateTimeOffset now)
    {
        // Also when the clock was set back.
        if (_looked <= now && now < _span.Until)
            return;
        _looked = now;
        _span = Silence.SpanAt(now) ?? Never;
    }
}
