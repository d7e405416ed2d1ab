using Tocsin.Alerting.Alerts.Silences;
using Tocsin.Alerting.Matching.Labels;
using Tocsin.Alerting.Storage.Commits;
using Tocsin.Alerting.Storage.Rows;
using Tocsin.Sdk;

namespace Tocsin.Alerting.Alerts;

/// <summary>
/// Says which events silences keep from which handlers, and remembers who does not know the state of an alert because of that: who was notified of a
/// problem is notified of its end, and who was not hears of it when the silence is over. Guarded by the lock of <see cref="Topics"/>.
/// </summary>
internal sealed class Silencer
{
    public SilenceBoard Silences { get; } = new();

    /// <summary>The alerts of which somebody knows too little. Some may be gone with their topics.</summary>
    public HashSet<(Topic Topic, TopicEvent Place)> Quiet { get; } = [];

    /// <summary>Restores what the store knows.</summary>
    public void Restore(Topic topic, TopicEvent place, in WithheldRow row)
    {
        place.Withheld = [.. place.Withheld, new Withheld(row.Target, row.Told, row.Ceiling, row.Silence, DateTimeOffset.FromUnixTimeMilliseconds(row.SinceUnixMilliseconds))];
        Quiet.Add((topic, place));
    }

    /// <summary>Why an event that changes an alert does not go to a handler; null when it does.</summary>
    /// <param name="before">The alert's level before the event.</param>
    /// <param name="commit">Gets what is to be committed.</param>
    public string? WhyKept(Topic topic, TopicEvent place, AlertEvent alert, AlertLevel before, Subscription.Delivered handler, DateTimeOffset now, JointChange commit)
    {
        var known = place.WithheldFrom(handler.Queue.Target);
        if (known is null && Silences.IsEmpty)
            return null;

        if (alert.Level == AlertLevel.Ok)
        {
            if (known is null)
                return null;
            Forget(topic, place, known, commit);
            return known.Told == AlertLevel.Ok ? $"silence {known.Silence} kept the problem back, of which the handler knows nothing" : null;
        }

        var ceiling = known?.Ceiling ?? (before == AlertLevel.Ok ? alert.Level : before);
        if (Silences.FindFor(new AlertLabels(alert), handler.Target, alert.Level > ceiling, now) is not { } silence)
        {
            if (known is not null)
                Forget(topic, place, known, commit);
            return null;
        }

        Keep(topic, place, known, new Withheld(handler.Queue.Target, known?.Told ?? before, ceiling, silence.Silence.Id, known?.Since ?? now), commit);
        return Reason(silence, now);
    }

    /// <summary>Tells those of an alert who know too little of it and are not silenced any more.</summary>
    /// <param name="last">The alert's last event.</param>
    public void Release(Topic topic, TopicEvent place, AlertEvent last, DateTimeOffset now, Func<Subscription.Delivered, AlertEvent, bool> takes, JointChange commit)
    {
        if (place.State.Level == AlertLevel.Ok)
        {
            ForgetAll(topic, place, commit);
            return;
        }

        foreach (var known in place.Withheld.Where(known => !IsHeld(known, now)).ToArray())
        {
            // A handler of a task that is stopped may come again.
            if (topic.Subscriptions.OfType<Subscription.Delivered>().FirstOrDefault(handler => handler.Queue.Target == known.Target) is not { } handler)
                continue;
            var alert = last with { Topic = topic.Name, PreviousLevel = known.Told };
            if (Silences.FindFor(new AlertLabels(alert), handler.Target, alert.Level > known.Ceiling, now) is { } other)
            {
                Keep(topic, place, known, known with { Silence = other.Silence.Id }, commit);
                continue;
            }

            Forget(topic, place, known, commit);
            if (known.Told == alert.Level || !takes(handler, alert))
                continue;
            var change = new ReleaseChange(alert, now.ToUnixTimeMilliseconds());
            change.Owe(handler.Queue);
            commit.Add(change);
        }
    }

    /// <summary>Whether the silence of what is kept back is still active.</summary>
    public bool IsHeld(Withheld known, DateTimeOffset now) => Silences.FindStanding(known.Silence)?.IsActive(now) == true;

    /// <summary>Nobody has to hear anything more of an alert.</summary>
    public void ForgetAll(Topic topic, TopicEvent place, JointChange commit)
    {
        foreach (var known in place.Withheld)
            Forget(topic, place, known, commit);
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

    private static string Reason(StandingSilence silence, DateTimeOffset now)
    {
        var until = silence.Until(now) is var end && end < DateTimeOffset.MaxValue ? $"until {end.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}" : "until it is resolved";
        return $"silence {silence.Silence.Id} {until}{(silence.Silence.By.Length > 0 ? $", by {silence.Silence.By}" : "")}";
    }

    private void Keep(Topic topic, TopicEvent place, Withheld? before, Withheld now, JointChange commit)
    {
        if (now == before)
            return;
        place.Withheld = [.. place.Withheld.Where(known => known.Target != now.Target), now];
        Quiet.Add((topic, place));
        var (number, id) = (topic.Number, place.Id);
        var row = new WithheldRow(now.Target, now.Told, now.Ceiling, now.Silence, now.Since.ToUnixTimeMilliseconds());
        commit.Add(writer => writer.SaveWithheld(number, id, row));
    }

    private void Forget(Topic topic, TopicEvent place, Withheld known, JointChange commit)
    {
        place.Withheld = [.. place.Withheld.Where(other => other.Target != known.Target)];
        if (place.Withheld.Count == 0)
            Quiet.Remove((topic, place));
        var (number, id) = (topic.Number, place.Id);
        commit.Add(writer => writer.RemoveWithheld(number, id, known.Target));
    }
}
