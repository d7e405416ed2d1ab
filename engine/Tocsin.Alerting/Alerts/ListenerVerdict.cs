using Tocsin.Alerting.Names;

namespace Tocsin.Alerting.Alerts;

/// <summary>Whether a handler of a topic takes an event.</summary>
/// <param name="Target">The handler.</param>
/// <param name="Match">Its match expression; empty when it takes all events.</param>
/// <param name="Takes">Null when that cannot be said without asking the expression, which would count.</param>
/// <param name="Why">What the expression saw; empty when there is none.</param>
public readonly record struct ListenerVerdict(HandlerTarget Target, string Match, bool? Takes, string Why)
{
    /// <summary>The topics it publishes to; none for a handler that delivers.</summary>
    public IReadOnlyList<string> Topics { get; init; } = [];
}
