namespace Tocsin.Alerting.Handlers;

/// <summary>
/// Options of a kind that hands events on to other topics, in the commit that brings them: nothing is called to deliver, so that there is
/// nothing to say of its deliveries. Not in scripts, where an alert node has the property <c>topic</c>.
/// </summary>
internal interface IForwardingOptions
{
    /// <summary>The topics that get events.</summary>
    IEnumerable<string> ForwardsTo { get; }
}
