using Tocsin.Alerting.Alerts;
using Tocsin.Alerting.Alerts.Activities;
using Tocsin.Alerting.Alerts.Care;
using Tocsin.Alerting.Storage;
using Tocsin.Alerting.Storage.Commits;
using Tocsin.Alerting.Storage.Rows;
using Tocsin.Dsl.Time;
using Tocsin.Pipelines.Data.LineProtocol;
using Tocsin.Sdk;
using Tocsin.Sdk.Sources;

namespace Tocsin.Engine.Sources;

/// <summary>Turns what a request says into events of topics and points for tasks, and commits it.</summary>
internal sealed class SourceEvents(SourceServices services)
{
    /// <summary>Completes when all of a reading is committed.</summary>
    /// <returns>False when events were published and no handler that can do its work gets any of them.</returns>
    public async Task<bool> TakeAsync(Source source, SourcePlan plan, SourceRequest request, SourceReading reading)
    {
        // Points first: the keys of the events, which come with them, keep them from being written again when the sender repeats itself.
        if (plan.Points is { } points && reading.Points.Count > 0 && (reading.Events.Count == 0 || reading.Events.Any(alert => !IsKnown(source, alert))))
            await WriteAsync(source, points, reading.Points).ConfigureAwait(false);

        if (reading.Events.Count == 0)
        {
            if (reading.Points.Count == 0)
                source.Count(static counts => counts with { Ignored = counts.Ignored + 1 });
            return true;
        }

        var drafts = new Draft[reading.Events.Count];
        for (var i = 0; i < drafts.Length; i++)
            drafts[i] = new Draft(reading.Events[i], plan, request.Received);

        var taken = new Taken(source, services.Activities, services.Raised, request.Received);
        try
        {
            await services.Topics.CommitAsync(edit => taken.Take(edit, drafts)).ConfigureAwait(false);
        }
        catch (Exception problem) when (problem is not StoreException)
        {
            taken.Forget(); // What only has to wait is not to be published twice when it is sent again.
            throw;
        }

        source.Count(counts => counts with { Events = counts.Events + taken.Published, Duplicates = counts.Duplicates + taken.Duplicates });
        if (taken.Published == 0)
            return !Array.Exists(drafts, draft => draft.Hash is { } hash && source.Keys.WasUnheard(hash));
        if (taken.Listeners == 0)
            taken.NoteUnheard();
        return taken.Listeners > 0;
    }

    /// <summary>How many alerts a reading would begin: problems of ids that are not open, each once.</summary>
    public int CountNew(Source source, SourcePlan plan, SourceReading reading) => reading.Events
        .Where(alert => alert.Level is > AlertLevel.Ok && !IsKnown(source, alert))
        .Select(alert => (Topic: alert.Topic.Length > 0 ? alert.Topic : plan.Topic, alert.Id))
        .Distinct()
        .Count(alert => !services.Topics.TryGetState(alert.Topic, alert.Id, out var state) || state.Level == AlertLevel.Ok);

    private static bool IsKnown(Source source, SourceEvent alert) =>
        alert.DedupeKey.Length > 0 && source.Keys.Contains(SourceKeys.HashOf(alert.DedupeKey));

    private async Task WriteAsync(Source source, SourcePoints target, IReadOnlyList<SourcePoint> points)
    {
        var lines = SourceLines.Write(points);
        var errors = await services.Writer.WriteAsync(lines, target.Database, target.RetentionPolicy, Precision.Nanosecond).ConfigureAwait(false);
        if (errors.Count > 0)
            SourceLog.Says(services.Log, source.Spec.Id, $"a point cannot be written: {errors[0]}");
        source.Count(counts => counts with { Points = counts.Points + points.Count - errors.Count });
    }

    /// <summary>An event, ready for the time when its topic's state is known.</summary>
    private sealed class Draft
    {
        private readonly SourceEvent _event;
        private readonly AlertEvent _alert;
        private readonly long? _started;

        public Draft(SourceEvent source, SourcePlan plan, DateTimeOffset received)
        {
            _event = source;
            Topic = source.Topic.Length > 0 ? source.Topic : plan.Topic;
            Hash = source.DedupeKey.Length > 0 ? SourceKeys.HashOf(source.DedupeKey) : null;
            _started = source.Started is { } started && IsPossible(started) ? Instant.From(started).UnixNanoseconds : null;
            var time = Instant.From(source.Time is { } told && IsPossible(told) ? told : received).UnixNanoseconds;
            _alert = new AlertEvent
            {
                Topic = Topic,
                Id = source.Id,
                Level = source.Level ?? AlertLevel.Ok,
                Message = source.Message,
                Details = source.Details,
                UnixNanoseconds = time,
                Name = plan.Kind.Name,
                Tags = source.Tags,
                Fields = source.Fields,
                Data = SourceSeries.Write(plan.Kind.Name, source.Tags, source.Fields, time),
                Links = source.Links,
                System = plan.Kind.System,
                Incidents = Incidents = IncidentsOf(source),
            };
        }

        public string Id => _event.Id;

        public string Topic { get; }

        public string System => _alert.System;

        /// <summary>Null when the sender gives no key.</summary>
        public UInt128? Hash { get; }

        public bool HasLevel => _event.Level is not null;

        public bool IsProblem => _event.Level is > AlertLevel.Ok;

        /// <summary>What was done about the alert; null when the event tells of none.</summary>
        public AlertActivity? Activity => _event.Activity is { System.Length: 0 } nameless ? nameless with { System = _alert.System } : _event.Activity;

        public bool IsAboutKnownAlert => _event.IsAboutKnownAlert;

        /// <summary>The incidents that the event names.</summary>
        public IReadOnlyList<IncidentReference> Incidents { get; }

        /// <summary>What is done about the alert, and that it is linked to the incidents which that does not name.</summary>
        public IEnumerable<AlertActivity> Activities(DateTimeOffset now)
        {
            if (Activity is { } activity)
                yield return activity;
            foreach (var incident in _event.Incidents.Where(incident => incident != Activity?.Incident))
                yield return new AlertActivity { Kind = ActivityKind.Incident, System = System, Incident = incident, At = now };
        }

        /// <summary>
        /// Whether it changes an alert that something else raised: that knows best how bad things are, so all that counts is an end, and
        /// that an alert that was over is not. What was said before the alert's last event is an echo.
        /// </summary>
        public bool Changes(EventState state) => IsProblem
            ? state.Level == AlertLevel.Ok && _alert.UnixNanoseconds > state.UnixNanoseconds
            : state.Level > AlertLevel.Ok;

        private static IReadOnlyList<IncidentReference> IncidentsOf(SourceEvent source) => source.Activity?.Incident is not { } incident
            ? source.Incidents
            : source.Incidents.Contains(incident) ? source.Incidents : [.. source.Incidents, incident];

        // Nanoseconds since 1970 hold the years from 1678 to 2261; senders write the year 1 for no time at all.
        private static bool IsPossible(DateTimeOffset time) => time.UtcDateTime.Year is >= 1678 and <= 2261;

        /// <summary>The event for a topic that has a state of its id; null when it is none: all is well as before, or known already.</summary>
        public AlertEvent? For(EventState? state, bool dropsRepeats)
        {
            if (dropsRepeats && state is { } known && known.Level == _alert.Level && known.Message == _alert.Message)
                return null;

            var wasProblem = state is { Level: > AlertLevel.Ok };
            if (!wasProblem && !IsProblem)
                return null;
            var began = _started ?? (wasProblem && state is { } before ? before.UnixNanoseconds - before.DurationNanoseconds : _alert.UnixNanoseconds);
            return _alert with { DurationNanoseconds = wasProblem || IsProblem ? Math.Max(0, _alert.UnixNanoseconds - began) : 0 };
        }
    }

    /// <summary>One request on its way into the topics.</summary>
    private sealed class Taken(Source source, AlertActivities activities, Action<AlertEvent>? raised, DateTimeOffset now)
    {
        private readonly List<UInt128> _hashes = [];

        public long Published { get; private set; }

        public long Duplicates { get; private set; }

        /// <summary>How many handlers get what was published.</summary>
        public long Listeners { get; private set; }

        public void Take(TopicEdit edit, IReadOnlyList<Draft> drafts)
        {
            var keys = new JointChange();
            foreach (var draft in drafts)
            {
                if (draft.Hash is { } hash)
                {
                    if (!source.Keys.TryAdd(hash, now.ToUnixTimeSeconds(), keys))
                    {
                        Duplicates++;
                        continue;
                    }

                    _hashes.Add(hash);
                }

                if (draft.HasLevel && draft.IsAboutKnownAlert)
                    TakeKnown(edit, draft);
                else if (draft.HasLevel)
                    Publish(edit, draft.Topic, draft, draft.Hash is null);
                foreach (var activity in draft.Activities(now))
                    Record(edit, draft, activity);
            }

            // Not before: when something is wrong with an event, those before it count, and all may be sent again.
            if (!keys.IsEmpty)
                edit.Commit.Add(keys);
        }

        public void NoteUnheard()
        {
            foreach (var hash in _hashes)
                source.Keys.NoteUnheard(hash);
        }

        public void Forget()
        {
            foreach (var hash in _hashes)
                source.Keys.Forget(hash);
        }

        private void TakeKnown(TopicEdit edit, Draft draft)
        {
            var all = Known(edit, draft, out var isOfAnother);
            var open = all.Where(found => found.State.Level > AlertLevel.Ok).ToList();

            // A topic may get the event by another one that publishes on to it: it is told once.
            foreach (var (topic, id, state) in open.Count > 0 ? open : all)
            {
                if (topic == draft.Topic && id == draft.Id)
                    Publish(edit, topic, draft, dropsRepeats: true);
                else if (draft.Changes(state) && !(draft.IsProblem && isOfAnother))
                    PublishKnown(edit, topic, id, draft);
                else
                    Duplicates++;
            }

            if (all.Count == 0 && draft.IsProblem)
                Publish(edit, draft.Topic, draft, dropsRepeats: true);
        }

        // What is done about an alert that nobody knows is of no use to anybody.
        private void Record(TopicEdit edit, Draft draft, AlertActivity activity)
        {
            foreach (var (topic, id) in draft.IsAboutKnownAlert ? Known(edit, draft, out _).ConvertAll(static found => (found.Topic, found.Id)) : [(draft.Topic, draft.Id)])
            {
                if (activities.Record(edit, topic, id, activity) == ActivityOutcome.AlreadyKnown)
                    Duplicates++;
            }
        }

        // By its id, else by an incident that a handler was told when it opened it: some systems name nothing else, or a shortened id. Of an alert
        // that goes by another system's incident, the sender only keeps a copy: that the copy is open does not open the alert again.
        private static List<(string Topic, string Id, EventState State)> Known(TopicEdit edit, Draft draft, out bool isOfAnother)
        {
            isOfAnother = false;
            var known = edit.TopicsKnowing(draft.Id).ConvertAll(found => (found.Topic, draft.Id, found.State));
            for (var i = 0; i < draft.Incidents.Count && known.Count == 0; i++)
            {
                known = edit.AlertsOf(draft.Incidents[i]);
                isOfAnother = known.Count > 0 && draft.Incidents[i].System != draft.System;
            }

            return known.Count == 0 && draft.System.Length > 0 ? edit.AlertsOf(new IncidentReference(draft.System, draft.Id)) : known;
        }

        // Handlers choose by the tags that the alert was raised with.
        private void PublishKnown(TopicEdit edit, string topic, string id, Draft draft)
        {
            if (activities.Find(topic, id) is not { } status || draft.For(status.State, dropsRepeats: true) is not { } alert)
                return;

            Publish(edit, topic, activities.LastEvent(status) with
            {
                Level = alert.Level,
                Message = alert.Message,
                Details = alert.Details,
                UnixNanoseconds = alert.UnixNanoseconds,
                DurationNanoseconds = alert.DurationNanoseconds,
                System = alert.System,
            });
        }

        private void Publish(TopicEdit edit, string topic, Draft draft, bool dropsRepeats)
        {
            if (draft.For(edit.StateOf(topic, draft.Id), dropsRepeats) is not { } alert)
            {
                Duplicates++;
                return;
            }

            Publish(edit, topic, alert);
        }

        private void Publish(TopicEdit edit, string topic, AlertEvent alert)
        {
            Listeners += edit.Publish(topic, alert);
            Published++;
            raised?.Invoke(alert);
        }
    }
}
