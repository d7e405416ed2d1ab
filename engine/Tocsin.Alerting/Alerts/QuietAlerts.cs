using Tocsin.Alerting.Alerts.Pacing;

namespace Tocsin.Alerting.Alerts;

/// <summary>The alerts that silences keep from somebody, by silence. Guarded by the lock of <see cref="Topics"/>.</summary>
internal sealed class QuietAlerts
{
    private readonly Dictionary<string, HashSet<(Topic Topic, TopicEvent Place, int Target)>> _bySilence = new(StringComparer.Ordinal);
    private readonly Dictionary<TopicEvent, int> _handlers = [];

    /// <summary>How many alerts there are, whomever they are kept from.</summary>
    public int Count => _handlers.Count;

    /// <summary>The ids of the silences that keep something back.</summary>
    public IReadOnlyCollection<string> Silences => _bySilence.Keys;

    /// <summary>What a silence keeps back.</summary>
    public IReadOnlyCollection<(Topic Topic, TopicEvent Place, int Target)> Of(string silence) => _bySilence.TryGetValue(silence, out var quiet) ? quiet : [];

    /// <summary>How many alerts a silence keeps back, whomever from.</summary>
    public int CountOf(string silence) => Of(silence).DistinctBy(quiet => quiet.Place).Count();

    /// <summary>Notes that what a handler knows of an alert has changed.</summary>
    public void Change(Topic topic, TopicEvent place, KnownAlert? before, KnownAlert? after)
    {
        var (was, isNow) = (SilenceOf(before), SilenceOf(after));
        if (was == isNow)
            return;
        if (was is not null && before is not null)
            Remove(was, (topic, place, before.Target));
        if (isNow is not null && after is not null)
            Add(isNow, (topic, place, after.Target));
    }

    private static string? SilenceOf(KnownAlert? known) => known?.Cause == HoldCause.Silence ? known.Silence : null;

    private void Add(string silence, (Topic Topic, TopicEvent Place, int Target) alert)
    {
        if (!_bySilence.TryGetValue(silence, out var quiet))
            _bySilence.Add(silence, quiet = []);
        if (quiet.Add(alert))
            _handlers[alert.Place] = _handlers.GetValueOrDefault(alert.Place) + 1;
    }

    private void Remove(string silence, (Topic Topic, TopicEvent Place, int Target) alert)
    {
        if (!_bySilence.TryGetValue(silence, out var quiet) || !quiet.Remove(alert))
            return;
        if (quiet.Count == 0)
            _bySilence.Remove(silence);
        if (--_handlers[alert.Place] == 0)
            _handlers.Remove(alert.Place);
    }
}
