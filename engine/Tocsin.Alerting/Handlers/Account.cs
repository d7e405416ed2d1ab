namespace Tocsin.Alerting.Handlers;

/// <summary>One entry of a service's section, bound to its class.</summary>
/// <param name="Name">What handlers call it; empty when it has no name.</param>
/// <param name="IsDefault">True when handlers that name none use it.</param>
/// <param name="Settings">The settings.</param>
internal sealed record Account(string Name, bool IsDefault, object Settings);
