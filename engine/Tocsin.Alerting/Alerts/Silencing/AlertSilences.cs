using Microsoft.Extensions.Logging;
using Tocsin.Alerting.Alerts.Activities;
using Tocsin.Alerting.Alerts.Listing;
using Tocsin.Alerting.Alerts.Pacing;
using Tocsin.Alerting.Alerts.Silences;
using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Configuration.Reading;
using Tocsin.Alerting.Matching.Labels;
using Tocsin.Alerting.Storage.Records;
using Tocsin.Sdk;

namespace Tocsin.Alerting.Alerts.Silencing;

/// <summary>
/// The silences of all topics: who wants no deliveries of what, and until when. Kept over restarts, in one order with the events of alerts. Safe for
/// any thread.
/// </summary>
public sealed class AlertSilences : IDisposable
{
    /// <summary>So many alerts are judged while others wait.</summary>
    private const int AtOnce = 500;

    private readonly Topics _topics;
    private readonly AlertActivities _activities;
    private readonly AlertIndex _index;
    private readonly LiveSetting<SilenceOptions> _options;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly SilenceSettlement _settlement;
    private readonly DueDeliveries _due;

    internal AlertSilences(ISilenceRecords store, Topics topics, AlertActivities activities, AlertIndex index, LiveSetting<SilenceOptions> options, TimeProvider time, ILogger log)
    {
        _topics = topics;
        _activities = activities;
        _index = index;
        _options = options;
        _time = time;
        _log = log;
        Load(store);
        _settlement = new SilenceSettlement(options, time);
        _due = new DueDeliveries(topics, activities, _settlement, time, log);
    }

    /// <summary>All that are kept, by id: those that are over too, for a while.</summary>
    public IReadOnlyList<Silence> All => _topics.Read(static board => board.Notifications.Silences.All.OrderBy(silence => silence.Id, StringComparer.Ordinal).ToArray());

    /// <summary>One silence, or null.</summary>
    public Silence? Find(string id) => _topics.Read(board => board.Notifications.Silences.Find(id));

    /// <summary>Silences with what they do now, by id.</summary>
    /// <param name="wanted">Which are meant.</param>
    public IReadOnlyList<SilenceStatus> List(Func<Silence, bool> wanted)
    {
        var now = _time.GetUtcNow();
        Silence[] silences = [.. All.Where(wanted)];
        if (silences.Length == 0)
            return [];
        var matching = CountMatching(silences.Where(silence => silence.StateAt(now) != SilenceState.Expired), _index.ReadAll());
        var withheld = _topics.Read(static board => board.Notifications.Quiet.Silences.ToDictionary(id => id, board.Notifications.Quiet.CountOf, StringComparer.Ordinal));
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
        return _topics.Read(board => (board.Notifications.Silences.Standing.Count(standing => standing.IsActive(now)), board.Notifications.Quiet.Count));
    }

    /// <summary>Another number whenever other silences are active than before, or one of them was changed.</summary>
    public int Mark()
    {
        var now = _time.GetUtcNow();
        return _topics.Read(board => board.Notifications.Silences.Standing.Where(standing => standing.IsActive(now))
            .Aggregate(0, static (mark, standing) => mark ^ HashCode.Combine(standing.Silence.Id, standing.Silence.Updated)));
    }

    /// <summary>How much is put off for a cause, each alert once for each handler.</summary>
    public int CountPutOff(HoldCause cause) => _topics.Read(board => board.Notifications.CountOf(cause));

    /// <summary>The active silences that match each of some alerts. What is over is not silenced.</summary>
    public IReadOnlyList<IReadOnlyList<Silence>> Of(IReadOnlyList<AlertEvent> alerts)
    {
        var now = _time.GetUtcNow();
        return [.. alerts.Chunk(AtOnce).SelectMany(some => _topics.Read(board => some.Select(alert => Of(board, alert, now)).ToArray()))];
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
        var now = SilenceSettlement.Whole(_time.GetUtcNow());
        var read = definitions.Select(definition => Read(definition, now)).ToArray();
        if (Array.Exists(read, one => one.Silence is null))
            return read;

        var open = _index.ReadAll();
        var made = new Silence[read.Length];
        var isFull = false;
        await _topics.CommitAsync(edit =>
        {
            var board = edit.Notifications.Silences;
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
        var matching = CountMatching(made, open);
        return [.. made.Select(silence => new SilenceOutcome(silence, [.. Warnings(matching.GetValueOrDefault(silence.Id), open.Count)]))];
    }

    /// <summary>Ends a silence before its time; false when there is none of that id that is not over.</summary>
    public async Task<bool> EndAsync(string id)
    {
        var isEnded = false;
        await _topics.CommitAsync(edit =>
        {
            var now = SilenceSettlement.Whole(_time.GetUtcNow());
            if (edit.Notifications.Silences.Find(id) is not { } silence || silence.StateAt(now) == SilenceState.Expired)
                return;
            isEnded = true;
            edit.Notifications.Put(silence with { Ended = now, Updated = now }, now, edit.Commit);
        }).ConfigureAwait(false);
        Look();
        return isEnded;
    }

    /// <summary>Forgets a silence, such as one whose file is gone. Nothing happens when there is none.</summary>
    public async Task DeleteAsync(string id)
    {
        await _topics.CommitAsync(edit => _settlement.Forget(edit, id)).ConfigureAwait(false);
        Look();
    }

    /// <summary>To be called when all handlers there are have been attached: what was kept back and is not any more is delivered.</summary>
    internal void Start() => _due.Start();

    /// <summary>Does what is due, such as when a handler's definition has changed.</summary>
    internal void Look() => _due.Look();

    public void Dispose() => _due.Dispose();

    private static IReadOnlyList<Silence> Of(TopicBoard board, AlertEvent alert, DateTimeOffset now) => alert.Level == AlertLevel.Ok || board.Notifications.Silences.IsEmpty
        ? []
        : [.. board.Notifications.Silences.Find(new AlertLabels(alert), now).Select(static standing => standing.Silence)];

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
    private static Silence Put(TopicEdit edit, Silence silence, IEnumerable<ListedAlert> open, DateTimeOffset now)
    {
        var board = edit.Notifications.Silences;
        if (board.Find(silence.Id) is { } before)
            silence = silence with { Created = before.Created, From = silence.From == silence.Created ? before.Created : silence.From };
        edit.Notifications.Put(silence, now, edit.Commit);
        foreach (var alert in silence.IsUntilResolved ? open : [])
        {
            if (edit.StateOf(alert.Topic, alert.Id) is { Level: not AlertLevel.Ok })
                board.NoteOpen(alert.Topic, alert.Id, new AlertLabels(alert.Event), now);
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
                board.Notifications.Silences.Put(row.EndedUnixMilliseconds is { } ended ? silence with { Ended = DateTimeOffset.FromUnixTimeMilliseconds(ended) } : silence, now);
            }

            return 0;
        });
        if (!_topics.Read(static board => board.Notifications.Silences.HasUntilResolved))
            return;
        foreach (var (status, alert) in _activities.ListWithEvents(new AlertQuery()))
        {
            _topics.Read(board =>
            {
                board.Notifications.Silences.NoteOpen(status.Topic, status.Id, new AlertLabels(alert), now);
                return 0;
            });
        }
    }

    // Without the lock, which all alerts go through.
    private static Dictionary<string, int> CountMatching(IEnumerable<Silence> silences, IEnumerable<ListedAlert> open)
    {
        var index = new SilenceIndex();
        foreach (var silence in silences)
            index.Add(new StandingSilence(silence));
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var alert in open)
        {
            foreach (var standing in index.Find(new AlertLabels(alert.Event)))
                counts[standing.Silence.Id] = counts.GetValueOrDefault(standing.Silence.Id) + 1;
        }

        return counts;
    }
}
