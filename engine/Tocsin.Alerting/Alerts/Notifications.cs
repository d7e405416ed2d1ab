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

    /// <summary>The alerts that silences keep from somebody. Some may be gone with their topics.</summary>
    public HashSet<(Topic Topic, TopicEvent Place)> Quiet { get; } = [];

    /// <summary>Now, by the clock of everything but silences.</summary>
    public DateTimeOffset Now => steady.GetUtcNow();

    /// <summary>When the next thing is due that was put off; the end of time when nothing is.</summary>
    public DateTimeOffset NextDue => _dues.Next;

    /// <summary>Called when something is due earlier than what was said last of <see cref="NextDue"/>.</summary>
    public Action? Sooner { get; set; }

    /// <summary>Restores what the store knows.</summary>
    public void Restore(Topic topic, TopicEvent place, in WithheldRow row) => Set(topic, place, null, WithheldRows.Read(row, Now), commit: null);

    /// <summary>Why an event that changes an alert does not go to a handler, or not now; null when it does.</summary>
    /// <param name="before">The alert's level before the event.</param>
    /// <param name="commit">Gets what is to be committed.</param>
    public KeptEvent? WhyKept(Topic topic, TopicEvent place, AlertEvent alert, AlertLevel before, Subscription.Delivered handler, DateTimeOffset now, JointChange commit)
    {
        var known = place.WithheldFrom(handler.Queue.Target);
        if (known is null && Silences.IsEmpty && handler.Pace is null)
            return null;

        // A drill asks whether the way is open, now: it is neither gathered nor put off, and takes nothing of a limit. Silences do keep it back.
        var pace = DrillMark.IsOn(alert.Id) ? null : handler.Pace;
        if (alert.Level == AlertLevel.Ok)
            return known is null ? null : WhyEndKept(topic, place, alert, known, commit);

        var next = Next(known, handler, alert.Level, before, now);
        if (Silences.FindFor(new AlertLabels(alert), handler.Target, alert.Level > next.Ceiling, now) is { } silence)
        {
            Set(topic, place, known, SilencedBy(silence, next), commit);
            return new KeptEvent(LedgerOutcome.Silenced, Reason(silence, now));
        }

        if (pace is null)
        {
            if (next is { Group.Length: > 0, Told: not AlertLevel.Ok })
                return ThroughItsGroup(topic, place, known, next, handler, Now, commit);
            Forget(topic, place, known, commit);
            return null;
        }

        return WhyPutOff(topic, place, alert, known, next, handler, pace, commit);
    }

    /// <summary>A handler with a pace does not take the opening of an alert, and so knows nothing of it: neither is it notified of its end.</summary>
    public void NotTaken(Topic topic, TopicEvent place, AlertLevel level, AlertLevel before, Subscription.Delivered handler, JointChange commit)
    {
        var target = handler.Queue.Target;
        if (level != AlertLevel.Ok && before == AlertLevel.Ok && place.WithheldFrom(target) is null)
            Set(topic, place, null, new Withheld(target, AlertLevel.Ok, level, "", Now) { Cause = HoldCause.None, Started = Now }, commit);
    }

    /// <summary>A handler has come, perhaps in the place of one with another pace: what was kept back by that is looked at again.</summary>
    public void Reconsider(Topic topic, Subscription.Delivered handler)
    {
        foreach (var place in topic.Events.Values)
        {
            if (place.WithheldFrom(handler.Queue.Target) is not { } known)
                continue;
            var due = PaceRules.Reconsidered(handler.Pace, known, Groups.Find(known.Target, known.Group), limit => Sent.NextRoom(known.Target, limit, Now), Now);
            Set(topic, place, known, known with { Due = due }, commit: null);
        }
    }

    /// <summary>Alerts that somebody knows too little of and that nothing keeps back any more. What is put off is taken: see <see cref="Release"/>.</summary>
    public IReadOnlyList<(Topic Topic, TopicEvent Place)> TakeDue(DateTimeOffset now)
    {
        Quiet.RemoveWhere(quiet => !quiet.Topic.Events.TryGetValue(quiet.Place.Id, out var place) || place != quiet.Place);
        var due = Quiet.Where(quiet => quiet.Place.Withheld.Any(known => IsReleased(known, now))).ToHashSet();
        foreach (var (topic, place, _) in _dues.Take(Now))
            due.Add((topic, place));
        return [.. due];
    }

    /// <summary>What was taken cannot be decided yet, as the alert is changing.</summary>
    public void PutBack(Topic topic, TopicEvent place)
    {
        foreach (var known in place.Withheld)
            _dues.Add(topic, place, known);
    }

    /// <summary>Decides what those are notified of who know too little of an alert that was due.</summary>
    /// <param name="last">The alert's last event.</param>
    /// <param name="release">Takes what goes out.</param>
    public void Release(Topic topic, TopicEvent place, AlertEvent last, DateTimeOffset now, Func<Subscription.Delivered, AlertEvent, bool> takes, Release release, JointChange commit)
    {
        foreach (var known in place.Withheld.Where(known => IsReleased(known, now) || known.Due <= Now).ToArray())
        {
            // A handler of a task that is stopped may come again.
            if (topic.Subscriptions.OfType<Subscription.Delivered>().FirstOrDefault(handler => handler.Queue.Target == known.Target) is { } handler)
                Decide(new Notification(topic, place, known, handler, last with { Topic = topic.Name, PreviousLevel = known.Told }), now, takes, release, commit);
            else if (known.Due <= Now)
                Set(topic, place, known, known with { Due = Now + Handlerless }, commit: null);
        }
    }

    private void Decide(Notification it, DateTimeOffset now, Func<Subscription.Delivered, AlertEvent, bool> takes, Release release, JointChange commit)
    {
        var (topic, place, known, handler, alert) = it;
        if (known.End is { } end)
        {
            release.AddEnd(it with { Event = end with { Topic = topic.Name, PreviousLevel = known.Told } });
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

        if (handler.Pace is not { } pace)
        {
            var isOfGroup = known is { Group.Length: > 0, Told: not AlertLevel.Ok };
            Set(topic, place, known, isOfGroup ? PaceRules.UpToDate(null, known) : null, commit);
            if (known.Told != alert.Level && takes(handler, alert))
                release.Add(isOfGroup ? it : it with { Known = known with { Group = "" } });
            return;
        }

        var isRepeat = known.Told == alert.Level && pace.NextRepeat(known.ToldAt) <= Now;
        if ((known.Told == alert.Level && !isRepeat) || !takes(handler, alert))
            Set(topic, place, known, PaceRules.UpToDate(pace, known) with { Due = known.Told == alert.Level ? pace.NextRepeat(known.ToldAt) : DateTimeOffset.MaxValue }, commit);
        else if (PaceRules.Hold(pace, known, alert.Level, IsAcknowledged(place), () => Silenced(handler, known, alert), Now) is { } held)
            Set(topic, place, known, held, commit);
        else if (known.Cause == HoldCause.After && pace.Group is not null)
            Set(topic, place, known, Gather(pace.Group, known, alert), commit);
        else if (!isRepeat && pace.Group is not null && NextOf(pace.Group, known, alert) is { } next && next > Now)
            Set(topic, place, known, Gather(pace.Group, known, alert) with { Due = next }, commit);
        else
            release.Add(pace.Group is null ? it : it with { Known = known with { Group = GroupOf(pace.Group, known, alert) } });
    }

    /// <summary>Nobody takes care of an alert any more.</summary>
    public void Unacknowledged(Topic topic, TopicEvent place, JointChange commit)
    {
        foreach (var known in place.Withheld.Where(known => known.Cause == HoldCause.Acknowledged).ToArray())
            Set(topic, place, known, known with { Due = Now }, commit);
    }

    /// <summary>Nobody has to hear anything more of an alert, but the ends that are on their way.</summary>
    public void ForgetAll(Topic topic, TopicEvent place, JointChange commit)
    {
        foreach (var known in place.Withheld.Where(known => known.End is null))
            Forget(topic, place, known, commit);
    }

    /// <summary>A handler is gone.</summary>
    public void Forget(Topic topic, int target, JointChange commit)
    {
        foreach (var place in topic.Events.Values)
            Forget(topic, place, place.WithheldFrom(target), commit);
        Sent.Forget(target);
    }

    /// <summary>An alert is gone with its topic.</summary>
    public void Drop(Topic topic, TopicEvent place)
    {
        foreach (var known in place.Withheld)
            Set(topic, place, known, null, commit: null);
    }

    /// <summary>Notes what an event means for silences that last until all is resolved.</summary>
    /// <param name="commit">Gets the end of those that are over.</param>
    public void Follow(AlertEvent alert, DateTimeOffset now, JointChange commit)
    {
        if (!Silences.HasUntilResolved)
            return;
        if (alert.Level != AlertLevel.Ok)
        {
            Silences.NoteOpen(alert.Topic, alert.Id, new AlertLabels(alert), now);
            return;
        }

        foreach (var over in Silences.NoteResolved(alert.Topic, alert.Id))
            Put(over.Silence with { Ended = now }, now, commit);
    }

    /// <summary>Adds a silence or puts it in the place of the one with its id.</summary>
    public void Put(Silence silence, DateTimeOffset now, JointChange commit)
    {
        Silences.Put(silence, now);
        var row = new SilenceRow(
            silence.Id, silence.Definition, silence.Created.ToUnixTimeMilliseconds(), silence.Updated.ToUnixTimeMilliseconds(), silence.Ended?.ToUnixTimeMilliseconds());
        commit.Add(writer => writer.SaveSilence(row));
    }

    /// <summary>What is kept from handlers of an alert, and those that will be notified of it again.</summary>
    public IReadOnlyList<Held> HeldOf(Topic topic, TopicEvent place, DateTimeOffset now)
    {
        if (place.Withheld.Count == 0)
            return [];
        var held = new List<Held>();
        foreach (var handler in topic.Subscriptions.OfType<Subscription.Delivered>())
        {
            if (place.WithheldFrom(handler.Queue.Target) is not { } known || known is { IsKept: false, Due.Year: 9999 })
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
    public void Set(Topic topic, TopicEvent place, Withheld? before, Withheld? after, JointChange? commit)
    {
        if (after == before)
            return;
        var target = after?.Target ?? before!.Target; // One of them is there: they differ.
        place.Withheld = after is null ? [.. place.Withheld.Where(known => known.Target != target)] : [.. place.Withheld.Where(known => known.Target != target), after];
        Groups.Change(before, after);
        Count(before, -1);
        Count(after, 1);
        if (place.Withheld.Any(known => known.Cause == HoldCause.Silence))
            Quiet.Add((topic, place));
        else
            Quiet.Remove((topic, place));
        if (after is not null && after.Due != before?.Due)
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
            commit.Add(writer => writer.RemoveWithheld(number, id, target));
        else
            commit.Add(writer => writer.SaveWithheld(number, id, WithheldRows.Of(after)));
    }

    /// <summary>How much is kept back for a cause, each alert once for each handler.</summary>
    public int CountOf(HoldCause cause) => _counts[(int)cause];

    /// <summary>Somebody will look when the next thing is due.</summary>
    public DateTimeOffset Sleep() => _awake = NextDue;

    private void Count(Withheld? known, int by)
    {
        if (known is not null)
            _counts[(int)known.Cause] += by;
    }

    private KeptEvent? WhyEndKept(Topic topic, TopicEvent place, AlertEvent end, Withheld known, JointChange commit)
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

    // Whoever knows an alert through a group would have two alerts of it otherwise, and only one would ever end.
    private KeptEvent ThroughItsGroup(Topic topic, TopicEvent place, Withheld? known, Withheld next, Subscription.Delivered handler, DateTimeOffset due, JointChange commit)
    {
        var held = next with { Cause = HoldCause.Group, Silence = "", Due = due };
        Set(topic, place, known, held, commit);
        return new KeptEvent(LedgerOutcome.Grouped, HoldReasons.Of(held, handler.Pace, GroupEvents.IdOf(handler.Target, held.Group), by: null));
    }

    private KeptEvent? WhyPutOff(
        Topic topic, TopicEvent place, AlertEvent alert, Withheld? known, Withheld next, Subscription.Delivered handler, DeliveryPace pace, JointChange commit)
    {
        var held = PaceRules.Hold(pace, next, alert.Level, IsAcknowledged(place), () => Silenced(handler, next, alert), Now);
        if (held is null && pace.Group is not null && IsGathered(next))
            held = Gather(pace.Group, next, alert);
        else if (held is null && next is { Group.Length: > 0, Told: not AlertLevel.Ok })
            return ThroughItsGroup(topic, place, known, next, handler, pace.Limit is null ? Now : Sent.NextRoom(next.Target, pace.Limit, Now), commit);
        else if (held is null && pace.Limit is not null && Sent.NextRoom(next.Target, pace.Limit, Now) is var room && room > Now)
            held = next with { Cause = HoldCause.Limit, Silence = "", Due = room };
        if (held is not null)
        {
            Set(topic, place, known, held, commit);
            return held.IsKept
                ? new KeptEvent(HoldReasons.OutcomeOf(held.Cause), HoldReasons.Of(held, pace, GroupEvents.IdOf(handler.Target, held.Group), place.Care?.Acknowledgement?.By))
                : KeptEvent.NoNews;
        }

        Count(next.Target, pace, commit);
        Set(topic, place, known, PaceRules.Notified(pace, next, alert.Level, Now), commit);
        return null;
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
    private Withheld Next(Withheld? known, Subscription.Delivered handler, AlertLevel level, AlertLevel before, DateTimeOffset now)
    {
        var isOpening = before == AlertLevel.Ok;
        var next = known ?? new Withheld(handler.Queue.Target, before, isOpening ? level : before, "", now)
        {
            Cause = HoldCause.None, Peak = before, Started = Now, ToldAt = isOpening ? default : Now,
        };
        if (!next.IsKept)
            next = next with { Since = now };
        return (isOpening || level > next.Peak) ? next with { Peak = level, Started = Now, End = null } : next with { End = null };
    }

    private static Withheld SilencedBy(StandingSilence silence, Withheld known) =>
        known with { Cause = HoldCause.Silence, Silence = silence.Silence.Id, Due = DateTimeOffset.MaxValue };

    private bool IsReleased(Withheld known, DateTimeOffset now) => known.Cause == HoldCause.Silence && Silences.FindStanding(known.Silence)?.IsActive(now) != true;

    private TimeSpan Silenced(Subscription.Delivered handler, Withheld known, AlertEvent alert) =>
        Silences.SilencedWithin(new AlertLabels(alert), handler.Target, known.Started, Now);

    // What a handler knows by itself stays so until it is over.
    private static bool IsGathered(Withheld known) => known.Group.Length > 0 || known.Told == AlertLevel.Ok;

    private static string GroupOf(DeliveryGroupOptions options, Withheld known, AlertEvent alert) =>
        known.Group.Length > 0 || !IsGathered(known) ? known.Group : GroupEvents.KeyOf(alert, options.By);

    private Withheld Gather(DeliveryGroupOptions options, Withheld known, AlertEvent alert)
    {
        var key = GroupOf(options, known, alert);
        return PaceRules.Gather(options, Groups.Find(known.Target, key), known, key, Now);
    }

    // When the group may be delivered again; what came while it was on its way is not in it.
    private DateTimeOffset? NextOf(DeliveryGroupOptions options, Withheld known, AlertEvent alert) =>
        IsGathered(known) ? Groups.Find(known.Target, GroupOf(options, known, alert))?.Sent + options.Interval : null;

    private static bool IsAcknowledged(TopicEvent place) => place.Care?.Acknowledgement is not null;

    private static string Reason(StandingSilence silence, DateTimeOffset now)
    {
        var until = silence.Until(now) is var end && end < DateTimeOffset.MaxValue ? $"until {end.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}" : "until it is resolved";
        return $"silence {silence.Silence.Id} {until}{(silence.Silence.By.Length > 0 ? $", by {silence.Silence.By}" : "")}";
    }

    private void Forget(Topic topic, TopicEvent place, Withheld? known, JointChange commit)
    {
        if (known is not null)
            Set(topic, place, known, null, commit);
    }
}
