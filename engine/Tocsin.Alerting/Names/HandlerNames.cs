namespace Tocsin.Alerting.Names;

/// <summary>What people call handlers who know the scripts: <c>task/node/kind</c> while the node has no other of the kind, else <see cref="HandlerTarget.InScript"/>.</summary>
public sealed class HandlerNames
{
    private readonly Dictionary<HandlerTarget, string> _names;
    private readonly ILookup<string, HandlerTarget> _called;

    /// <param name="handlers">All handlers there are.</param>
    public HandlerNames(IEnumerable<HandlerTarget> handlers)
    {
        HandlerTarget[] all = [.. handlers];
        var ofKind = all.CountBy(target => target.InScriptByKind).ToDictionary();
        _names = all.ToDictionary(target => target, target => ofKind[target.InScriptByKind] == 1 ? target.InScriptByKind : target.InScript);
        _called = all.SelectMany(target => new[] { target.InScript, target.InScriptByKind }.Distinct().Select(name => (name, target))).ToLookup(entry => entry.name, entry => entry.target);
    }

    /// <summary>The names of all of them.</summary>
    public IReadOnlyCollection<string> All => _names.Values;

    public string Of(HandlerTarget target) => _names.GetValueOrDefault(target) ?? target.InScript;

    /// <summary>The handlers that somebody may mean: none, one, or several of a kind at one node.</summary>
    public IReadOnlyList<HandlerTarget> Called(string name) => [.. _called[name]];
}
