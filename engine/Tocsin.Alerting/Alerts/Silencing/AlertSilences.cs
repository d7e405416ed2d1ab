using Microsoft.Extensions.Logging;
using Tocsin.Alerting.Alerts.Activities;
using Tocsin.Alerting.Alerts.Silences;
using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Configuration.Reading;
using Tocsin.Alerting.Matching.Labels;
using Tocsin.Alerting.Storage.Records;
using Tocsin.Sdk;

namespace Tocsin.Alerting.Alerts.Silencing;

/// <summary>
/// The silences of all topics: who wants no deliveries of what, and until when. Kept over restarts, in one order with the events of alerts. When one
/// ends, what it kept back and is still open is delivered. Safe for any thread.
/// </summary>
public sealed class AlertSilences : IDisposable
{
    /// <summary>Alerts whose silence is over that are looked at in one commit.</summary>
    private const int AtOnce = 200;

    // Clocks are set, and handlers come back: nobody has to say so.
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    private readonly Topics _topics;
    private readonly AlertActivities _activities;
    private readonly LiveSetting<SilenceOptions> _options;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly SilenceReminders _reminders;
    private readonly ITimer _timer;
    private readonly Lock _looking = new();
    private bool _isStarted;
    private bool _isDisposed;

    internal AlertSilences(ISilenceRecords store, Topics topics, AlertActivities activities, LiveSetting<SilenceOptions> options, TimeProvider time, ILogger log)
    {
        _topics = topics;
        _activities = activities;
        _options = options;
        _time = time;
        _log = log;
        _reminders = new SilenceReminders(options, time);
        _timer = time.CreateTimer(static state => ((AlertSilences)state!).Look(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        Load(store);
    }

    /// <summary>All that are kept, by id: those that are over too, for a while.</summary>
    public IReadOnlyList<Silence> All => _topics.Read(static board => board.Silencer.Silences.All.OrderBy(silence => silence.Id, StringComparer.Ordinal).ToArray());

    /// <summary>One silence, or null.</summary>
    public Silence? Find(string id) => _topics.Read(board => board.Silencer.Silences.Find(id));

    /// <summary>Silences with what they do now, by id.</summary>
    /// <param name="wanted">Which are meant.</param>
    public IReadOnlyList<SilenceStatus> List(Func<Silence, bool> wanted)
    {
        var now = _time.GetUtcNow();
        Silence[] silences = [.. All.Where(wanted)];
        if (silences.Length == 0)
            return [];
        var matching = CountMatching(_activities.ListWithEvents(new AlertQuery()));
        var withheld = _topics.Read(static board => board.Silencer.Quiet.SelectMany(quiet => quiet.Place.Withheld.Select(known => known.Silence).Distinct())
            .GroupBy(id => id, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.Count(), StringComparer.Ordinal));
        return
        [
            .. silences.Select(silence => new SilenceStatus(
                silence, silence.StateAt(now), silence.SpanAt(now), matching.GetValueOrDefault(silence.Id), withheld.GetValueOrDefault(silence.Id))),
        ];
    }

    /// <summary>How many silences are active, and how many open alerts are kept from somebody.</summary>
    public (int Active, int Withheld) Count()
    {
        var now = _time.GetUtcNow();
        return _topics.Read(board => (board.Silencer.Silences.Standing.Count(standing => standing.IsActive(now)), board.Silencer.Quiet.Count));
    }

    /// <summary>Another number whenever other silences are active than before, or one of them was changed.</summary>
    public int Mark()
    {
        var now = _time.GetUtcNow();
        return _topics.Read(board => board.Silencer.Silences.Standing.Where(standing => standing.IsActive(now))
            .Aggregate(0, static (mark, standing) => mark ^ HashCode.Combine(standing.Silence.Id, standing.Silence.Updated)));
    }

    /// <summary>The active silences that match each of some alerts. What is over is not silenced.</summary>
    public IReadOnlyList<IReadOnlyList<Silence>> Of(IReadOnlyList<AlertEvent> alerts)
    {
        var now = _time.GetUtcNow();
        return _topics.Read(board => board.Silencer.Silences.IsEmpty
            ? alerts.Select(_ => (IReadOnlyList<Silence>)[]).ToArray()
            : [.. alerts.Select(alert => alert.Level == AlertLevel.Ok ? [] : (IReadOnlyList<Silence>)[.. board.Silencer.Silences.Find(new AlertLabels(alert), now).Select(standing => standing.Silence)])]);
    }

    /// <summary>Judges a definition.</summary>
    /// <returns>What is wrong with it.</returns>
    public static IReadOnlyList<ConfigProblem> Check(ConfigValue definition)
    {
        var problems = new List<ConfigProblem>();
        SilenceDefinition.Read(definition, problems);
        return problems;
    }

    /// <summary>Adds a silence, or puts it in the place of the one with its id. It holds at once; completes with the commit.</summary>
    public async Task<SilenceOutcome> DefineAsync(ConfigValue definition) => (await DefineAsync([definition]).ConfigureAwait(false))[0];

    /// <summary>The same with several, in one commit. When one is refused, none is added.</summary>
    /// <returns>What became of each, in their order.</returns>
    public async Task<IReadOnlyList<SilenceOutcome>> DefineAsync(IReadOnlyList<ConfigValue> definitions)
    {
        var now = Whole(_time.GetUtcNow());
        var read = definitions.Select(definition => Read(definition, now)).ToArray();
        if (Array.Exists(read, one => one.Silence is null))
            return read;

        var open = _activities.ListWithEvents(new AlertQuery());
        var made = new Silence[read.Length];
        var isFull = false;
        await _topics.CommitAsync(edit =>
        {
            var board = edit.Silencer.Silences;
            isFull = board.All.Count + read.Count(one => board.Find(one.Silence!.Id) is null) > _options.Current.Most; // None is refused.
            for (var i = 0; i < made.Length && !isFull; i++)
                made[i] = Put(edit, read[i].Silence!, open, now);
        }).ConfigureAwait(false);
        if (isFull)
        {
            var problem = new ConfigProblem($"there are {_options.Current.Most} silences already, those that are over included: end some, or raise 'most' in the section 'silences'");
            return [.. read.Select(_ => new SilenceOutcome(null, [problem]))];
        }

        Look();
        var matching = CountMatching(open);
        return [.. made.Select(silence => new SilenceOutcome(silence, [.. Warnings(matching.GetValueOrDefault(silence.Id), open.Count)]))];
    }

    /// <summary>Ends a silence before its time; false when there is none of that id that is not over.</summary>
    public async Task<bool> EndAsync(string id)
    {
        var isEnded = false;
        await _topics.CommitAsync(edit =>
        {
            var now = Whole(_time.GetUtcNow());
            if (edit.Silencer.Silences.Find(id) is not { } silence || silence.StateAt(now) == SilenceState.Expired)
                return;
            isEnded = true;
            edit.Silencer.Put(silence with { Ended = now, Updated = now }, now, edit.Commit);
        }).ConfigureAwait(false);
        Look();
        return isEnded;
    }

    /// <summary>Forgets a silence, such as one whose file is gone. Nothing happens when there is none.</summary>
    public async Task DeleteAsync(string id)
    {
        await _topics.CommitAsync(edit => Delete(edit, id)).ConfigureAwait(false);
        Look();
    }

    /// <summary>To be called when all handlers there are have been attached: what silences kept back that are over meanwhile is delivered.</summary>
    internal void Start()
    {
        _isStarted = true;
        Look();
    }

    public void Dispose()
    {
        _isDisposed = true;
        _timer.Dispose();
    }

    private static void Delete(TopicEdit edit, string id)
    {
        if (edit.Silencer.Silences.Find(id) is null)
            return;
        edit.Silencer.Silences.Remove(id);
        edit.Commit.Add(writer => writer.DeleteSilence(id));
    }

    // Times are kept in milliseconds.
    private static DateTimeOffset Whole(DateTimeOffset time) => DateTimeOffset.FromUnixTimeMilliseconds(time.ToUnixTimeMilliseconds());

    private static SilenceOutcome Read(ConfigValue definition, DateTimeOffset now)
    {
        var problems = new List<ConfigProblem>();
        if (SilenceDefinition.Read(definition, problems) is not { } read)
            return new SilenceOutcome(null, problems);
        var silence = read.Make(read.Id.Length > 0 ? read.Id : Guid.NewGuid().ToString(), ConfigJson.Write(definition), now, now);
        return silence.End > now
            ? new SilenceOutcome(silence, [])
            : new SilenceOutcome(null, [new ConfigProblem($"the silence would be over already: it ends at {read.Until}", definition.Place) { Option = "until" }]);
    }

    // One that takes the place of another goes on from when that was made.
    private static Silence Put(TopicEdit edit, Silence silence, IReadOnlyList<(AlertStatus Status, AlertEvent Event)> open, DateTimeOffset now)
    {
        var board = edit.Silencer.Silences;
        if (board.Find(silence.Id) is { } before)
            silence = silence with { Created = before.Created, From = silence.From == silence.Created ? before.Created : silence.From };
        edit.Silencer.Put(silence, now, edit.Commit);
        foreach (var (status, alert) in silence.IsUntilResolved ? open : [])
        {
            if (edit.StateOf(status.Topic, status.Id) is { Level: not AlertLevel.Ok })
                board.NoteOpen(status.Topic, status.Id, new AlertLabels(alert), now);
        }

        return silence;
    }

    private static IEnumerable<ConfigProblem> Warnings(int matching, int open)
    {
        if (matching == 0)
            yield return new ConfigProblem("it matches nothing that is open now", IsWarning: true);
        else if (matching * 2 > open && open > 1)
            yield return new ConfigProblem($"it matches {matching} of the {open} alerts that are open", IsWarning: true);
    }

    private void Load(ISilenceRecords store)
    {
        var now = _time.GetUtcNow();
        _topics.Read(board =>
        {
            foreach (var row in store.LoadSilences())
            {
                var problems = new List<ConfigProblem>();
                if (!ConfigJson.TryParse(row.Definition, out var value, out var error) || SilenceDefinition.Read(value, problems) is not { } definition)
                {
                    AlertLog.SilenceUnreadable(_log, row.Id, error ?? string.Join("; ", problems));
                    continue;
                }

                var silence = definition.Make(
                    row.Id, row.Definition, DateTimeOffset.FromUnixTimeMilliseconds(row.CreatedUnixMilliseconds), DateTimeOffset.FromUnixTimeMilliseconds(row.UpdatedUnixMilliseconds));
                board.Silencer.Silences.Put(row.EndedUnixMilliseconds is { } ended ? silence with { Ended = DateTimeOffset.FromUnixTimeMilliseconds(ended) } : silence, now);
            }

            return 0;
        });
        if (!_topics.Read(static board => board.Silencer.Silences.HasUntilResolved))
            return;
        foreach (var (status, alert) in _activities.ListWithEvents(new AlertQuery()))
        {
            _topics.Read(board =>
            {
                board.Silencer.Silences.NoteOpen(status.Topic, status.Id, new AlertLabels(alert), now);
                return 0;
            });
        }
    }

    /// <summary>How many of some alerts each silence matches.</summary>
    private Dictionary<string, int> CountMatching(IReadOnlyList<(AlertStatus Status, AlertEvent Event)> open) => _topics.Read(board =>
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (_, alert) in open)
        {
            foreach (var standing in board.Silencer.Silences.FindAll(new AlertLabels(alert)))
                counts[standing.Silence.Id] = counts.GetValueOrDefault(standing.Silence.Id) + 1;
        }

        return counts;
    });

    /// <summary>Does what is due: silences begin and end, alerts are delivered that are not silenced any more, people are reminded.</summary>
    private void Look()
    {
        if (!_isStarted || _isDisposed)
            return;
        try
        {
            lock (_looking)
            {
                _topics.Commit(Settle);
                Release();
            }

            Wait();
        }
        catch (ObjectDisposedException)
        {
            // The store was closed: the next start goes on.
        }
    }

    private void Settle(TopicEdit edit)
    {
        var now = _time.GetUtcNow();
        var board = edit.Silencer.Silences;
        foreach (var (topic, id) in board.Awaited)
        {
            if (edit.StateOf(topic, id) is not { Level: not AlertLevel.Ok })
            {
                foreach (var over in board.NoteResolved(topic, id))
                    edit.Silencer.Put(over.Silence with { Ended = Whole(now) }, now, edit.Commit);
            }
        }

        _reminders.Tell(edit, now);
        board.RetireExpired(now);
        foreach (var silence in board.All.Where(silence => silence.End <= now && now - silence.End > _options.Current.KeepEnded && IsForgettable(silence, now)).ToArray())
            Delete(edit, silence.Id);
    }

    // The file of one that has a name would bring it back after somebody ended it.
    private static bool IsForgettable(Silence silence, DateTimeOffset now) => silence.Until <= now || Guid.TryParse(silence.Id, out _);

    private void Release()
    {
        var due = Due();
        for (var from = 0; from < due.Count; from += AtOnce)
        {
            // Read outside of the lock, which all alerts go through.
            var page = due.Skip(from).Take(AtOnce).Select(status => (Status: status, Last: _activities.LastEvent(status))).ToArray();
            _topics.Commit(edit =>
            {
                var now = _time.GetUtcNow();
                foreach (var (status, last) in page)
                {
                    // Of one that changed meanwhile the event itself was delivered, or kept back anew.
                    if (edit.TryFind(status.Topic, status.Id, out var topic, out var place) && topic.Number == status.TopicNumber && place.State == status.State)
                        edit.Silencer.Release(topic, place, last, now, (handler, alert) => handler.Takes(alert, _log, _time), edit.Commit);
                }
            });
        }
    }

    private List<AlertStatus> Due() => _topics.Read(board =>
    {
        var now = _time.GetUtcNow();
        var silencer = board.Silencer;
        silencer.Quiet.RemoveWhere(quiet => !quiet.Topic.Events.TryGetValue(quiet.Place.Id, out var place) || place != quiet.Place);
        return silencer.Quiet.Where(quiet => quiet.Place.Withheld.Any(known => !silencer.IsHeld(known, now)))
            .Select(quiet => AlertActivities.Status(quiet.Topic, quiet.Place)).ToList();
    });

    private void Wait()
    {
        var next = _topics.Read(board =>
        {
            var now = _time.GetUtcNow();
            var silences = board.Silencer.Silences;
            if (silences.All.Count == 0 && board.Silencer.Quiet.Count == 0)
                return Timeout.InfiniteTimeSpan;
            var change = silences.NextChange(now);
            if (_reminders.Next(silences, now) is var reminder && reminder < change)
                change = reminder;
            return change - now < LongestPause ? change - now : LongestPause;
        });
        _timer.Change(next, Timeout.InfiniteTimeSpan);
    }
}
