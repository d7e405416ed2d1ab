using Tocsin.Alerting.Names;

namespace Tocsin.Alerting.Hosting;

/// <summary>A handler that an alert node had, and to which something may be owed.</summary>
/// <param name="Id">What it is known by; null when that is not known any more, as after a restart.</param>
internal readonly record struct FormerHandler(HandlerTarget Target, NodeHandlerId? Id)
{
    /// <summary>True when it was taken out of the script before.</summary>
    public bool IsLeaving { get; init; }
}
