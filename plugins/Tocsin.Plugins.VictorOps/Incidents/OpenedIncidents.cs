using System.Collections.Concurrent;

namespace Tocsin.Plugins.VictorOps.Incidents;

/// <summary>
/// What handlers of this process opened lately, by account and alert: VictorOps may list a new incident late, and does not say in time who is
/// paged. Forgotten with a restart, which costs no more than that. Safe for any thread.
/// </summary>
internal sealed class OpenedIncidents
{
    private const int Most = 10_000;

    private static readonly TimeSpan KeptFor = TimeSpan.FromDays(1);

    private readonly ConcurrentDictionary<string, OpenedIncident> _opened = new(StringComparer.Ordinal);

    /// <summary>All handlers' own.</summary>
    public static OpenedIncidents Shared { get; } = new();

    public OpenedIncident? Find(string key) => _opened.GetValueOrDefault(key);

    public void Remember(string key, OpenedIncident incident)
    {
        if (_opened.Count >= Most)
        {
            foreach (var (old, _) in _opened.Where(entry => incident.At - entry.Value.At > KeptFor))
                _opened.TryRemove(old, out _);
        }

        if (_opened.Count < Most)
            _opened[key] = incident;
    }

    public void Forget(string key) => _opened.TryRemove(key, out _);
}
