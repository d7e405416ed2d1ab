using System.Diagnostics.CodeAnalysis;
using Tocsin.Alerting.Names;
using Tocsin.Alerting.Storage.Rows;

namespace Tocsin.Alerting.Deliveries;

/// <summary>The targets that the store has, and which of them a topic has. Guarded by the lock of the <see cref="Outbox"/>.</summary>
internal sealed class KnownTargets
{
    private readonly Dictionary<HandlerTarget, OwedTotal> _all = [];
    private readonly Dictionary<string, HashSet<HandlerTarget>> _byTopic = new(StringComparer.Ordinal);

    public IReadOnlyCollection<OwedTotal> All => _all.Values;

    public bool Has(HandlerTarget target) => _all.ContainsKey(target);

    public bool TryFind(HandlerTarget target, [MaybeNullWhen(false)] out OwedTotal known) => _all.TryGetValue(target, out known);

    /// <summary>The targets of a topic.</summary>
    public IEnumerable<HandlerTarget> Of(string topic) => _byTopic.GetValueOrDefault(topic) ?? [];

    /// <summary>Adds a target, or what is known of it now.</summary>
    public void Put(OwedTotal target)
    {
        _all[target.Name] = target;
        if (!_byTopic.TryGetValue(target.Name.Topic, out var targets))
            _byTopic.Add(target.Name.Topic, targets = []);
        targets.Add(target.Name);
    }

    public void Remove(HandlerTarget target)
    {
        _all.Remove(target);
        if (_byTopic.TryGetValue(target.Topic, out var targets) && targets.Remove(target) && targets.Count == 0)
            _byTopic.Remove(target.Topic);
    }
}
