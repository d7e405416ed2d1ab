using System.Diagnostics.CodeAnalysis;
using Tocsin.Alerting.Names;
using Tocsin.Alerting.Storage;

namespace Tocsin.Alerting.Deliveries;

/// <summary>The targets that the store has, by name, and those of alert nodes by their topics too. Guarded by the lock of the <see cref="Outbox"/>.</summary>
internal sealed class KnownTargets
{
    private readonly Dictionary<string, OwedTotal> _byName = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<HandlerTarget>> _ofNodes = new(StringComparer.Ordinal);

    public IReadOnlyCollection<OwedTotal> All => _byName.Values;

    public bool Has(string name) => _byName.ContainsKey(name);

    public bool TryFind(string name, [MaybeNullWhen(false)] out OwedTotal target) => _byName.TryGetValue(name, out target);

    /// <summary>The targets of an alert node's topic.</summary>
    public IEnumerable<HandlerTarget> OfNode(string topic) => _ofNodes.GetValueOrDefault(topic) ?? [];

    /// <summary>Adds a target, or what is known of it now.</summary>
    public void Put(OwedTotal target)
    {
        _byName[target.Name] = target;
        if (HandlerTarget.Parse(target.Name) is not { IsOfNode: true } ofNode)
            return;
        if (!_ofNodes.TryGetValue(ofNode.Topic, out var targets))
            _ofNodes.Add(ofNode.Topic, targets = []);
        targets.Add(ofNode);
    }

    public void Remove(string name)
    {
        _byName.Remove(name);
        var target = HandlerTarget.Parse(name);
        if (_ofNodes.TryGetValue(target.Topic, out var targets) && targets.Remove(target) && targets.Count == 0)
            _ofNodes.Remove(target.Topic);
    }
}
