namespace Tocsin.Alerting.Alerts.Silences;

/// <summary>A stretch of time in which a silence is active.</summary>
/// <param name="From">When it begins.</param>
/// <param name="Until">When it is over; the end of time when nobody knows.</param>
public readonly record struct SilenceSpan(DateTimeOffset From, DateTimeOffset Until)
{
    public bool Contains(DateTimeOffset time) => From <= time && time < Until;
}
