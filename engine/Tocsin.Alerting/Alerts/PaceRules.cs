using Tocsin.Alerting.Alerts.Silences;
using Tocsin.Alerting.Deliveries;
using Tocsin.Sdk;

namespace Tocsin.Alerting.Alerts;

/// <summary>When a handler is notified of an open alert that no silence keeps from it. Arithmetic only: nothing is changed by it.</summary>
internal static class PaceRules
{
    /// <summary>The alert goes on being known as it is, and comes up again when it is to be repeated.</summary>
    /// <param name="pace">Null when the handler has none any more.</param>
    public static Withheld UpToDate(DeliveryPace? pace, Withheld known) =>
        known with { Cause = HoldCause.None, Silence = "", Due = pace?.NextRepeat(known.ToldAt) ?? DateTimeOffset.MaxValue };

    /// <summary>What is kept back of an alert by its age, by who takes care, or because there is no news; null when nothing is.</summary>
    /// <param name="silenced">Answers with how long silences kept it from the handler since its time began.</param>
    public static Withheld? Hold(DeliveryPace pace, Withheld known, AlertLevel level, bool isAcknowledged, Func<TimeSpan> silenced, DateTimeOffset now)
    {
        if (pace.SparesAcknowledged && isAcknowledged)
            return known with { Cause = HoldCause.Acknowledged, Silence = "", Due = DateTimeOffset.MaxValue };
        if ((pace.WantsChangesOnly || known.Cause == HoldCause.After) && level == known.Told)
            return pace.NextRepeat(known.ToldAt) > now ? UpToDate(pace, known) : null;
        if (pace.After == TimeSpan.Zero || level <= known.Told)
            return null;
        var due = known.Started + pace.After;
        if (due <= now)
            due += silenced();
        return due > now ? known with { Cause = HoldCause.After, Silence = "", Due = due } : null;
    }

    /// <summary>What waits for its group.</summary>
    public static Withheld Gather(DeliveryGroupOptions options, KnownGroup? group, Withheld known, string key, DateTimeOffset now)
    {
        var due = now + options.Wait;
        if (group?.Sent + options.Interval is { } next && next > due)
            due = next;
        if (group?.Due is { } begun)
            due = begun > now ? begun : now;
        return known with { Group = key, Cause = HoldCause.Group, Silence = "", Due = due };
    }

    /// <summary>What a handler knows after it was notified.</summary>
    public static Withheld Notified(DeliveryPace? pace, Withheld known, AlertLevel level, DateTimeOffset now) =>
        UpToDate(pace, known with { Told = level, ToldAt = now });

    /// <summary>When something kept back is looked at again by a pace that may be another than the one that kept it; never later than before.</summary>
    /// <param name="room">Answers with when the limit has room.</param>
    public static DateTimeOffset Reconsidered(DeliveryPace? pace, Withheld known, KnownGroup? group, Func<DeliveryLimitOptions, DateTimeOffset> room, DateTimeOffset now)
    {
        var due = known.Cause switch
        {
            HoldCause.None => known.Told == AlertLevel.Ok ? known.Due : pace?.NextRepeat(known.ToldAt) ?? DateTimeOffset.MaxValue,
            HoldCause.After when pace?.After > TimeSpan.Zero => known.Started + pace.After,
            HoldCause.Acknowledged when pace?.SparesAcknowledged == true => DateTimeOffset.MaxValue,
            HoldCause.Limit when pace?.Limit is { } limit => room(limit),
            HoldCause.Group when pace?.Group is { } options => Later(now + options.Wait, group?.Sent + options.Interval ?? now),
            HoldCause.Silence or HoldCause.End => known.Due,
            _ => now,
        };
        return known.Cause == HoldCause.None || due < known.Due ? due : known.Due;
    }

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}
