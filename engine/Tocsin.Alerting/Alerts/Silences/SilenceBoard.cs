using Tocsin.Alerting.Matching.Labels;
using Tocsin.Alerting.Names;

namespace Tocsin.Alerting.Alerts.Silences;

/// <summary>All silences that are kept, those that are over too. Guarded by the lock of the topics.</summary>
internal sealed class SilenceBoard
{
    // A month of windows: no escalation waits longer.
    private const int MostSpans = 100;

    private readonly Dictionary<string, Silence> _all = new(StringComparer.Ordinal);
    private readonly Dictionary<string, StandingSilence> _standing = new(StringComparer.Ordinal);
    private readonly SilenceIndex _index = new();
    private readonly Dictionary<(string, string), List<StandingSilence>> _open = [];
    private HashSet<string> _changed = new(StringComparer.Ordinal);
    private int _untilResolved;

    /// <summary>True while no alert can be silenced: nothing has to be asked.</summary>
    public bool IsEmpty => _standing.Count == 0;

    /// <summary>Whether some last until all is resolved.</summary>
    public bool HasUntilResolved => _untilResolved > 0;

    public IReadOnlyCollection<Silence> All => _all.Values;

    public IReadOnlyCollection<StandingSilence> Standing => _standing.Values;

    public Silence? Find(string id) => _all.GetValueOrDefault(id);

    public StandingSilence? FindStanding(string id) => _standing.GetValueOrDefault(id);

    /// <summary>Adds a silence or puts it in the place of the one with its id.</summary>
    public void Put(Silence silence, DateTimeOffset now)
    {
        Retire(silence.Id);
        _all[silence.Id] = silence;
        _changed.Add(silence.Id);
        if (silence.StateAt(now) == SilenceState.Expired)
            return;
        var standing = new StandingSilence(silence);
        _standing.Add(silence.Id, standing);
        _index.Add(standing);
        _untilResolved += silence.IsUntilResolved ? 1 : 0;
    }

    /// <summary>Forgets a silence.</summary>
    public void Remove(string id)
    {
        Retire(id);
        _all.Remove(id);
        _changed.Add(id);
    }

    /// <summary>Whether some were added, changed or removed that nobody has taken.</summary>
    public bool HasChanged => _changed.Count > 0;

    /// <summary>Takes the ids of those that were added, changed or removed.</summary>
    public IReadOnlyCollection<string> TakeChanged()
    {
        var changed = _changed;
        if (changed.Count > 0)
            _changed = new HashSet<string>(StringComparer.Ordinal);
        return changed;
    }

    /// <summary>Those that match an alert and are active.</summary>
    public IEnumerable<StandingSilence> Find(AlertLabels labels, DateTimeOffset now) => _index.Find(labels).Where(silence => silence.IsActive(now));

    /// <summary>The silence that keeps an event from a handler; null when none does.</summary>
    /// <param name="target">The handler.</param>
    /// <param name="isAboveCeiling">Whether the alert is above the level up to which those hold that last until all is resolved.</param>
    public StandingSilence? FindFor(AlertLabels labels, HandlerTarget target, bool isAboveCeiling, DateTimeOffset now)
    {
        foreach (var silence in _index.Find(labels))
        {
            if (silence.IsActive(now) && (!silence.Silence.IsUntilResolved || !isAboveCeiling) && silence.Silence.Covers(target))
                return silence;
        }

        return null;
    }

    /// <summary>For how long silences kept an alert from a handler within a stretch of time.</summary>
    public TimeSpan SilencedWithin(AlertLabels labels, HandlerTarget target, DateTimeOffset from, DateTimeOffset now)
    {
        var spans = new List<SilenceSpan>();
        foreach (var silence in _all.Values)
        {
            if (silence.End > from && silence.From < now && silence.Matches(labels) && silence.Covers(target))
                spans.AddRange(silence.Spans(from).TakeWhile(span => span.From < now).Take(MostSpans));
        }

        var (total, reached) = (TimeSpan.Zero, from);
        foreach (var span in spans.OrderBy(span => span.From))
        {
            var (begin, end) = (span.From > reached ? span.From : reached, span.Until < now ? span.Until : now);
            if (end <= begin)
                continue;
            total += end - begin;
            reached = end;
        }

        return total;
    }

    /// <summary>An alert is open: silences until all is resolved that match it last until it is, too.</summary>
    public void NoteOpen(string topic, string id, AlertLabels labels, DateTimeOffset now)
    {
        foreach (var silence in Find(labels, now).Where(silence => silence.Silence.IsUntilResolved && silence.Open.Add((topic, id))))
        {
            if (!_open.TryGetValue((topic, id), out var silences))
                _open.Add((topic, id), silences = []);
            silences.Add(silence);
        }
    }

    /// <summary>An alert is over.</summary>
    /// <returns>The silences whose last one it was.</returns>
    public IReadOnlyList<StandingSilence> NoteResolved(string topic, string id)
    {
        if (!_open.Remove((topic, id), out var silences))
            return [];
        return [.. silences.Where(silence => silence.Open.Remove((topic, id)) && silence.Open.Count == 0 && FindStanding(silence.Silence.Id) == silence)];
    }

    /// <summary>Takes one that is over out of what is asked.</summary>
    public void Retire(string id)
    {
        if (!_standing.Remove(id, out var standing))
            return;
        foreach (var alert in standing.Open)
        {
            if (_open.TryGetValue(alert, out var silences) && silences.Remove(standing) && silences.Count == 0)
                _open.Remove(alert);
        }

        _index.Remove(standing);
        _untilResolved -= standing.Silence.IsUntilResolved ? 1 : 0;
    }
}
