using Tocsin.Alerting.Handlers;
using Tocsin.Sdk;

namespace Tocsin.Alerting.Hosting;

/// <summary>A handler that an alert node has of its own.</summary>
/// <param name="Kind">Its kind; with its place among the node's handlers, it names the handler over restarts.</param>
/// <param name="Handler">The handler.</param>
/// <param name="MakeAgain">Makes another by the same options, for when its plugin is replaced; null when that is not wanted.</param>
public sealed record NodeHandler(string Kind, IAlertHandler Handler, HandlerMaker? MakeAgain = null)
{
    /// <summary>Why it is left alone for what it did to the server, asked anew each time; null when it is not.</summary>
    internal Func<string?> WhySuspended { get; init; } = static () => null;

    /// <summary>Lets it be made although it was left alone; false when it was not.</summary>
    internal Func<bool> Resume { get; init; } = static () => false;

    /// <summary>Whom it tells. Default: a system of its kind's name, of levels only.</summary>
    public HandlerSystem System { get; init; } = new(Kind, TakesActivity: false);
}
