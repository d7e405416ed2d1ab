using Tocsin.Alerting.Handlers;
using Tocsin.Alerting.Names;
using Tocsin.Sdk;

namespace Tocsin.Alerting.Hosting;

/// <summary>A handler that an alert node has of its own.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="Handler">The handler.</param>
public sealed record NodeHandler(string Kind, IAlertHandler Handler)
{
    /// <summary>What it is known by, over edits of the script and restarts. Default: its kind.</summary>
    public NodeHandlerId Id { get; init; } = new(Kind);

    /// <summary>Answers with its order, for when it is to be made again by the same options; null when that is not wanted.</summary>
    internal Func<HandlerOrder>? Order { get; init; }

    /// <summary>Whom it tells. Default: a system of its kind's name, of levels only.</summary>
    public HandlerSystem System { get; init; } = new(Kind, TakesActivity: false);
}
