using Tocsin.Alerting.Alerts.Pacing;
using Tocsin.Alerting.Alerts.Silences;
using Tocsin.Alerting.Deliveries;
using Tocsin.Alerting.Matching.Labels;
using Tocsin.Alerting.Names;
using Tocsin.Alerting.Storage.Commits;
using Tocsin.Alerting.Storage.Rows;
using Tocsin.Sdk;

namespace Tocsin.Alerting.Alerts;

/// <summary>
/// Decides what of an event goes to which handler, and when: silences keep it back, and so do the pace of the handler's deliveries and who takes care. It
/// remembers what each handler knows where that is not simply an alert's state: who was notified of a problem is notified of its end, and who was not hears of
/// it as soon as nothing keeps it back. Guarded by the lock of <see cref="Topics"/>.
/// </summary>
/// <param name="steady">The clock of everything but silences: nothing comes earlier, later or again when the system's is set.</param>
internal sealed class Notifications(TimeProvider steady)
{
    // Ends of a group go out at once; of many, those of a second together.
    private static readonly TimeSpan BetweenEnds = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan Handlerless = TimeSpan.FromSeconds(30);

    private readonly DueTimes _dues = new();
    private readonly int[] _counts = new int[Enum.GetValues<HoldCause>().Length];
    private DateTimeOffset _awake = DateTimeOffset.MaxValue;

    public SilenceBoard Silences { get; } = new();

    public AlertGroups Groups { get; } = new();

    /// <summary>When deliveries went out to handlers with a limit.</summary>
    public SentTimes Sent { get; } = new();

    /// <summary>The alerts that silences keep from somebody.</summary>
    public QuietAlerts Quiet { get; } = new();

    /// <summary>Now, by the clock of everything but silences.</summary>
    public DateTimeOffset Now => steady.GetUtcNow();

    /// <summary>When the next thing is due that was put off; the end of time when nothing is.</summary>
    public DateTimeOffset NextDue => _dues.Next;

    /// <summary>Called when something is due earlier than what was said last of <see cref="NextDue"/>.</summary>
    public Action? Sooner { get; set; }

    /// <summary>Restores what the store knows.</summary>
    public void Restore(Topic topic, TopicEvent place, in KnownAlertRow row) => Set(topic, place, null, KnownAlertRows.Read(row, Now), commit: null);

    /// <summary>Why an event that changes an alert does not go to a handler, or not now; null when it does.</summary>
    /// <param name="before">The alert's level before the event.</param>
    /// <param name="commit">Gets what is to be committed.</param>
    public KeptEvent? WhyKept(Topic topic, TopicEvent place, AlertEvent alert, AlertLevel before, Subscription.Delivered handler, DateTimeOffset now, JointChange commit)
    {
        var known = place.KnownTo(handler.Queue.Target);
        if (known is null && Silences.IsEmpty && handler.Pace is null)
            return null;

        if (alert.Level == AlertLevel.Ok)
            return known is null ? null : WhyEndKept(topic, place, alert, known, commit);

        var next = Next(known, handler, alert.Level, before, now);
        if (Silences.FindFor(new AlertLabels(alert), handler.Target, alert.Level > next.Ceiling, now) is { } silence)
        {
            Set(topic, place, known, SilencedBy(silence, next), commit);
            return new KeptEvent(LedgerOutcome.Silenced, Reason(silence, now));
        }

        var pace = PaceOf(handler, alert);
        next = next with { Group = PaceRules.GroupOf(pace, next, alert) };
        var held = PaceRules.Judge(next, alert.Level, MomentOf(pace, place, next, handler, alert, isEvent: true));
        if (held is null && next.Group.Length > 0)
            held = next.Cause == HoldCause.Silence ? next with { Due = Now } : PaceRules.InGroup(next, Now); // Groups go out with all that is due of them.
        if (held is not null)
        {
            Set(topic, place, known, held, commit);
            return held.IsKept
                ? new KeptEvent(HoldReasons.OutcomeOf(held.Cause), HoldReasons.Of(held, pace, GroupEvents.IdOf(handler.Target, held.Group), place.Care?.Acknowledgement?.By))
                : KeptEvent.NoNews;
        }

        Count(next.Target, pace, commit);
        Set(topic, place, known, pace is null ? null : PaceRules.Notified(pace, next, alert.Level, Now), commit);
        return null;
    }

    /// <summary>A handler with a pace does not take the opening of an alert, and so knows nothing of it: neither is it notified of its end.</summary>
    public void NotTaken(Topic topic, TopicEvent place, AlertLevel level, AlertLevel before, Subscription.Delivered handler, JointChange commit)
    {
        var target = handler.Queue.Target;
        if (level != AlertLevel.Ok && before == AlertLevel.Ok && place.KnownTo(target) is null)
            Set(topic, place, null, new KnownAlert(target, AlertLevel.Ok, level, "", Now) { Cause = HoldCause.None, Started = Now }, commit);
    }

    /// <summary>A handler has come, perhaps in the place of one with another pace: what was kept back by that is looked at again.</summary>
    public void Reconsider(Topic topic, Subscription.Delivered handler)
    {
        foreach (var place in topic.Events.Values)
        {
            if (place.KnownTo(handler.Queue.Target) is not { } known)
                continue;
            var moment = new PaceMoment(handler.Pace, Now, IsEvent: false, IsAcknowledged(place))
            {
                Group = Groups.Find(known.Target, known.Group), Room = limit => Sent.NextRoom(known.Target, limit, Now), Silenced = static () => TimeSpan.Zero,
            };
            var due = PaceRules.Reconsidered(known, moment);
            Set(topic, place, known, known with { Due = due }, commit: null);
        }
    }

    /// <summary>A silence keeps nothing back any more, or not the same: what it kept is due.</summary>
    public void Wake(string silence)
    {
        foreach (var (topic, place, target) in Quiet.Of(silence).ToArray())
        {
            if (place.KnownTo(target) is { } known)
                Set(topic, place, known, known with { Due = Now }, commit: null);
        }
    }

    /// <summary>Alerts of which something is due. What is put off is taken: see <see cref="Release"/>.</summary>
    public IReadOnlyCollection<(Topic Topic, TopicEvent Place)> TakeDue() => _dues.Take(Now);

    /// <summary>What was taken cannot be decided yet, as the alert is changing.</summary>
    public void PutBack(Topic topic, TopicEvent place)
    {
        foreach (var known in place.Known)
            _dues.Add(topic, place, known);
    }

    /// <summary>Decides what those are notified of who know too little of an alert that was due.</summary>
    /// <param name="last">The alert's last event.</param>
    /// <param name="release">Takes what goes out.</param>
    public void Release(Topic topic, TopicEvent place, AlertEvent last, DateTimeOffset now, Func<Subscription.Delivered, AlertEvent, bool> takes, Release release, JointChange commit)
    {
        foreach (var known in place.Known.Where(known => known.Due <= Now).ToArray())
        {
            // A handler of a task that is stopped may come again.
            if (topic.Subscriptions.OfType<Subscription.Delivered>().FirstOrDefault(handler => handler.Queue.Target == known.Target) is { } handler)
                Decide(new Notification(topic, place, known, handler, last with { Topic = topic.Name, PreviousLevel = known.Told }), now, takes, release, commit);
            else
                Set(topic, place, known, known with { Due = Now + Handlerless }, commit: null);
        }
    }

    /// <summary>Takes the ends out that wait for others: their alerts are about to be gone with the topic.</summary>
    /// <param name="release">Takes what goes out.</param>
    public static void ReleaseEnds(Topic topic, TopicEvent place, Release release)
    {
        foreach (var known in place.Known.Where(known => known.End is not null))
        {
            if (topic.Subscriptions.OfType<Subscription.Delivered>().FirstOrDefault(handler => handler.Queue.Target == known.Target) is { } handler)
                AddEnd(new Notification(topic, place, known, handler, known.End!), release); // Filtered above.
        }
    }

    private static void AddEnd(Notification it, Release release) => release.AddEnd(it with { Event = it.Event with { Topic = it.Topic.Name, PreviousLevel = it.Known.Told } });

    private void Decide(Notification it, DateTimeOffset now, Func<Subscription.Delivered, AlertEvent, bool> takes, Release release, JointChange commit)
    {
        var (topic, place, known, handler, alert) = it;
        if (known.End is { } end)
        {
            AddEnd(it with { Event = end }, release);
            return;
        }

        if (place.State.Level == AlertLevel.Ok)
        {
            Forget(topic, place, known, commit);
            return;
        }

        if (Silences.FindFor(new AlertLabels(alert), handler.Target, alert.Level > known.Ceiling, now) is { } silence)
        {
            Set(topic, place, known, SilencedBy(silence, known), commit);
            return;
        }

        var pace = PaceOf(handler, alert);
        var next = known with { Group = PaceRules.GroupOf(pace, known, alert) };
        var held = PaceRules.Judge(next, alert.Level, MomentOf(pace, place, next, handler, alert, isEvent: false));
        if (held is null && !takes(handler, alert))
            held = PaceRules.NotTaken(pace, next, alert.Level, Now);
        if (held is null)
            release.Add(it with { Known = next });
        else
            Set(topic, place, known, IsSimply(held, pace, alert.Level) ? null : held, commit);
    }

    /// <summary>Nobody takes care of an alert any more.</summary>
    public void Unacknowledged(Topic topic, TopicEvent place, JointChange commit)
    {
        foreach (var known in place.Known.Where(known => known.Cause == HoldCause.Acknowledged).ToArray())
            Set(topic, place, known, known with { Due = Now }, commit);
    }

    /// <summary>Nobody has to hear anything more of an alert, but the ends that are on their way.</summary>
    public void ForgetAll(Topic topic, TopicEvent place, JointChange commit)
    {
        foreach (var known in place.Known.Where(known => known.End is null))
            Forget(topic, place, known, commit);
    }

    /// <summary>A handler is gone.</summary>
    public void Forget(Topic topic, int target, JointChange commit)
    {
        foreach (var place in topic.Events.Values)
            Forget(topic, place, place.KnownTo(target), commit);
        Sent.Forget(target);
    }

    /// <summary>An alert is gone with its topic.</summary>
    public void Drop(Topic topic, TopicEvent place)
    {
        foreach (var known in place.Known)
            Set(topic, place, known, null, commit: null);
    }

    /// <summary>An alert is open: silences that last until all is resolved wait for its end, too.</summary>
    public void Opened(AlertEvent alert, DateTimeOffset now)
    {
        if (Silences.HasUntilResolved && alert.Level != AlertLevel.Ok)
            Silences.NoteOpen(alert.Topic, alert.Id, new AlertLabels(alert), now);
    }

    /// <summary>An alert is over, or gone: so are silences that last until all is resolved and waited for it alone.</summary>
    /// <param name="commit">Gets the end of those that are over.</param>
    public void Resolved(string topic, string id, DateTimeOffset now, JointChange commit)
    {
        foreach (var over in Silences.NoteResolved(topic, id))
            Put(over.Silence with { Ended = DateTimeOffset.FromUnixTimeMilliseconds(now.ToUnixTimeMilliseconds()) }, now, commit);
    }

    /// <summary>Adds a silence or puts it in the place of the one with its id.</summary>
    public void Put(Silence silence, DateTimeOffset now, JointChange commit)
    {
        Silences.Put(silence, now);
        var row = new SilenceRow(
            silence.Id, silence.Definition, silence.Created.ToUnixTimeMilliseconds(), silence.Updated.ToUnixTimeMilliseconds(), silence.Ended?.ToUnixTimeMilliseconds());
        commit.Add(writer => writer.SaveSilence(row));
        Sooner?.Invoke();
    }

    /// <summary>Forgets a silence.</summary>
    public void Remove(string silence, JointChange commit)
    {
        Silences.Remove(silence);
        commit.Add(writer => writer.DeleteSilence(silence));
        Sooner?.Invoke();
    }

    /// <summary>What is kept from handlers of an alert, and those that will be notified of it again.</summary>
    public IReadOnlyList<Held> HeldOf(Topic topic, TopicEvent place, DateTimeOffset now)
    {
        if (place.Known.Count == 0)
            return [];
        var held = new List<Held>();
        foreach (var handler in topic.Subscriptions.OfType<Subscription.Delivered>())
        {
            if (place.KnownTo(handler.Queue.Target) is not { } known || known is { IsKept: false, Due.Year: 9999 })
                continue;
            var silence = known.Cause == HoldCause.Silence ? Silences.FindStanding(known.Silence) : null;
            var until = silence is not null ? silence.Until(now) : known.Due;
            held.Add(new Held(
                handler.Target, known.Cause, known.Told, until < DateTimeOffset.MaxValue ? until : null,
                silence is not null ? Reason(silence, now) : HoldReasons.Of(known, handler.Pace, GroupEvents.IdOf(handler.Target, known.Group), place.Care?.Acknowledgement?.By)));
        }

        return held;
    }

    /// <summary>Notes what a handler knows of an alert, which is nothing special any more when it is null.</summary>
    /// <param name="commit">Gets it; null when it need not be kept.</param>
    public void Set(Topic topic, TopicEvent place, KnownAlert? before, KnownAlert? after, JointChange? commit)
    {
        // What was due and stays so is looked at again.
        var isToCome = after is not null && (after.Due != before?.Due || after.Due <= Now);
        if (after == before && !isToCome)
            return;
        var target = after?.Target ?? before!.Target; // One of them is there: they differ, or something is to come.
        place.Known = after is null ? [.. place.Known.Where(known => known.Target != target)] : [.. place.Known.Where(known => known.Target != target), after];
        Groups.Change(before, after);
        Quiet.Change(topic, place, before, after);
        Count(before, -1);
        Count(after, 1);
        if (after is not null && isToCome)
        {
            _dues.Add(topic, place, after);
            if (after.Due < _awake)
            {
                _awake = after.Due;
                Sooner?.Invoke();
            }
        }

        var (number, id) = (topic.Number, place.Id);
        if (commit is null)
            return;
        if (after is null)
            commit.Add(writer => writer.RemoveKnownAlert(number, id, target));
        else
            commit.Add(writer => writer.SaveKnownAlert(number, id, KnownAlertRows.Of(after)));
    }

    /// <summary>How much is kept back for a cause, each alert once for each handler.</summary>
    public int CountOf(HoldCause cause) => _counts[(int)cause];

    /// <summary>Somebody will look when the next thing is due.</summary>
    public DateTimeOffset Sleep() => _awake = NextDue;

    private void Count(KnownAlert? known, int by)
    {
        if (known is not null)
            _counts[(int)known.Cause] += by;
    }

    private KeptEvent? WhyEndKept(Topic topic, TopicEvent place, AlertEvent end, KnownAlert known, JointChange commit)
    {
        if (known.Told == AlertLevel.Ok)
        {
            Forget(topic, place, known, commit);
            return known.IsKept ? new KeptEvent(HoldReasons.OutcomeOf(known.Cause), HoldReasons.OfUnknown(known)) : KeptEvent.NoNews;
        }

        if (known.Group.Length == 0)
        {
            Forget(topic, place, known, commit);
            return null;
        }

        var due = Groups.Find(known.Target, known.Group)?.EndsSent + BetweenEnds is { } next && next > Now ? next : Now;
        Set(topic, place, known, known with { Cause = HoldCause.End, Silence = "", Due = due, End = end }, commit);
        return KeptEvent.NoNews;
    }

    /// <summary>Counts a delivery to a handler that has a limit.</summary>
    public void Count(int target, DeliveryPace? pace, JointChange commit)
    {
        if (pace?.Limit is not { } limit)
            return;
        Sent.Add(target, limit, Now);
        var text = Sent.Text(target);
        commit.Add(writer => writer.SaveSent(target, text));
    }

    // Who gets an alert's first event knows nothing of it; whoever came later is taken to know what was before.
    private KnownAlert Next(KnownAlert? known, Subscription.Delivered handler, AlertLevel level, AlertLevel before, DateTimeOffset now)
    {
        var isOpening = before == AlertLevel.Ok;
        var next = known ?? new KnownAlert(handler.Queue.Target, before, isOpening ? level : before, "", now)
        {
            Cause = HoldCause.None, Peak = before, Started = Now, ToldAt = isOpening ? default : Now,
        };
        if (!next.IsKept)
            next = next with { Since = now };
        return (isOpening || level > next.Peak) ? next with { Peak = level, Started = Now, End = null } : next with { End = null };
    }

    private static KnownAlert SilencedBy(StandingSilence silence, KnownAlert known) =>
        known with { Cause = HoldCause.Silence, Silence = silence.Silence.Id, Due = DateTimeOffset.MaxValue };

    // A drill asks whether the way is open, now: it is neither gathered nor put off, and takes nothing of a limit. Silences do keep it back.
    private static DeliveryPace? PaceOf(Subscription.Delivered handler, AlertEvent alert) => DrillMark.IsOn(alert.Id) ? null : handler.Pace;

    private PaceMoment MomentOf(DeliveryPace? pace, TopicEvent place, KnownAlert known, Subscription.Delivered handler, AlertEvent alert, bool isEvent) => new(pace, Now, isEvent, IsAcknowledged(place))
    {
        Group = known.Group.Length > 0 ? Groups.Find(known.Target, known.Group) : null,
        Room = limit => Sent.NextRoom(known.Target, limit, Now),
        Silenced = () => Silences.SilencedWithin(new AlertLabels(alert), handler.Target, known.Started, Now),
    };

    // Of such a handler nothing need be remembered: it knows what the alert is.
    private static bool IsSimply(KnownAlert known, DeliveryPace? pace, AlertLevel level) => pace is null && known is { IsKept: false, Group: "" } && known.Told == level;

    private static bool IsAcknowledged(TopicEvent place) => place.Care?.Acknowledgement is not null;

    private static string Reason(StandingSilence silence, DateTimeOffset now)
    {
        var until = silence.Until(now) is var end && end < DateTimeOffset.MaxValue ? $"until {end.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}" : "until it is resolved";
        return $"silence {silence.Silence.Id} {until}{(silence.Silence.By.Length > 0 ? $", by {silence.Silence.By}" : "")}";
    }

    private void Forget(Topic topic, TopicEvent place, KnownAlert? known, JointChange commit)
    {
        if (known is not null)
            Set(topic, place, known, null, commit);
    }
}
