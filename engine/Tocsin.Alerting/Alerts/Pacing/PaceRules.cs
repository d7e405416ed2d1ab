using Tocsin.Alerting.Deliveries;
using Tocsin.Sdk;

namespace Tocsin.Alerting.Alerts.Pacing;

/// <summary>When a handler is notified of an open alert that no silence keeps from it. Arithmetic only: nothing is changed by it.</summary>
internal static class PaceRules
{
    /// <summary>What keeps an alert from its handler now; null when nothing does, and it goes out.</summary>
    /// <param name="known">What the handler knows; its group is that of <see cref="GroupOf"/>.</param>
    /// <param name="level">The alert's level now.</param>
    public static KnownAlert? Judge(KnownAlert known, AlertLevel level, in PaceMoment moment)
    {
        var (pace, now) = (moment.Pace, moment.Now);
        if (pace?.SparesAcknowledged == true && moment.IsAcknowledged)
            return Hold(known, HoldCause.Acknowledged, DateTimeOffset.MaxValue);
        if (level == known.Told && !IsNews(known, moment) && NextRepeat(pace, known) > now)
            return UpToDate(pace, known);
        if (pace is null)
            return null;
        if (level > known.Told && EndOfAfter(pace, known, moment) is var old && old > now)
            return Hold(known, HoldCause.After, old);
        if (level != known.Told && known.Group.Length > 0 && pace.Group is { } options && NextOf(options, known, moment) is var next && next > now)
            return Hold(known, HoldCause.Group, next);
        return pace.Limit is { } limit && moment.Room(limit) is var room && room > now ? Hold(known, HoldCause.Limit, room) : null;
    }

    /// <summary>The group through which a handler is notified of an alert; empty when it is by itself. What a handler knows once stays so until it is over.</summary>
    public static string GroupOf(DeliveryPace? pace, KnownAlert known, AlertEvent alert) =>
        known.Told != AlertLevel.Ok ? known.Group
        : pace?.Group is not { } options ? ""
        : known.Group.Length > 0 ? known.Group : GroupEvents.KeyOf(alert, options.By);

    /// <summary>Waits in its group until a time.</summary>
    public static KnownAlert InGroup(KnownAlert known, DateTimeOffset due) => Hold(known, HoldCause.Group, due);

    /// <summary>The alert goes on being known as it is, and comes up again when it is to be repeated.</summary>
    /// <param name="pace">Null when the handler has none any more.</param>
    public static KnownAlert UpToDate(DeliveryPace? pace, KnownAlert known) => Hold(known, HoldCause.None, NextRepeat(pace, known)) with { Since = known.ToldAt };

    /// <summary>What a handler knows after it was notified.</summary>
    public static KnownAlert Notified(DeliveryPace? pace, KnownAlert known, AlertLevel level, DateTimeOffset now) =>
        UpToDate(pace, known with { Told = level, ToldAt = now });

    /// <summary>What a handler knows after it did not take what was to go out: a repeat is offered again after the same time, as what it takes may depend on the hour.</summary>
    public static KnownAlert NotTaken(DeliveryPace? pace, KnownAlert known, AlertLevel level, DateTimeOffset now) =>
        Hold(known, HoldCause.None, level == known.Told ? pace?.NextRepeat(now) ?? DateTimeOffset.MaxValue : DateTimeOffset.MaxValue);

    /// <summary>When something kept back is looked at again by a pace that may be another than the one that kept it; never later than before.</summary>
    /// <param name="moment">That pace.</param>
    public static DateTimeOffset Reconsidered(KnownAlert known, in PaceMoment moment)
    {
        var (pace, now) = (moment.Pace, moment.Now);
        var due = known.Cause switch
        {
            HoldCause.None => known.Told == AlertLevel.Ok ? known.Due : NextRepeat(pace, known),
            HoldCause.After when pace?.After > TimeSpan.Zero => known.Started + pace.After,
            HoldCause.Acknowledged when pace?.SparesAcknowledged == true => DateTimeOffset.MaxValue,
            HoldCause.Limit when pace?.Limit is { } limit => moment.Room(limit),
            HoldCause.Group when pace?.Group is { } options => Later(now + options.Wait, moment.Group?.Sent + options.Interval ?? now),
            HoldCause.Silence when known.Due == DateTimeOffset.MaxValue => known.Due,
            _ => now,
        };
        return known.Cause == HoldCause.None || due < known.Due ? due : known.Due;
    }

    private static KnownAlert Hold(KnownAlert known, HoldCause cause, DateTimeOffset due) => known with { Cause = cause, Silence = "", Due = due };

    private static DateTimeOffset NextRepeat(DeliveryPace? pace, KnownAlert known) => pace?.NextRepeat(known.ToldAt) ?? DateTimeOffset.MaxValue;

    // Without groups and repeats each event is one, also of a level that is known.
    private static bool IsNews(KnownAlert known, in PaceMoment moment) => moment.IsEvent && moment.Pace?.WantsChangesOnly != true && known.Cause != HoldCause.After;

    // Counted is the time in which no silence kept the alert from the handler.
    private static DateTimeOffset EndOfAfter(DeliveryPace pace, KnownAlert known, in PaceMoment moment)
    {
        var due = known.Started + pace.After;
        return pace.After == TimeSpan.Zero || due > moment.Now ? due : due + moment.Silenced();
    }

    // When the group is delivered: what another reason kept back until now does not wait for others, and after a silence not for the interval either.
    private static DateTimeOffset NextOf(DeliveryGroupOptions options, KnownAlert known, in PaceMoment moment)
    {
        var interval = moment.Group?.Sent + options.Interval ?? moment.Now;
        return known.Cause switch
        {
            HoldCause.Silence => moment.Now,
            HoldCause.Group => Later(known.Due, interval),
            HoldCause.Limit or HoldCause.Acknowledged => interval,
            _ when moment.Group?.Due is { } begun => begun,
            _ => Later(moment.Now + options.Wait, interval),
        };
    }

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}
