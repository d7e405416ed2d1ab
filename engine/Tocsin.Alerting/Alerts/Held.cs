using Tocsin.Alerting.Alerts.Pacing;
using Tocsin.Alerting.Names;
using Tocsin.Sdk;

namespace Tocsin.Alerting.Alerts;

/// <summary>What of an alert a handler is not notified of now.</summary>
/// <param name="Target">The handler.</param>
/// <param name="Cause">Why; <see cref="HoldCause.None"/> when it is up to date and will be notified again.</param>
/// <param name="Told">The level that it was notified of last; OK when it knows nothing of the problem.</param>
/// <param name="Until">When it is notified; null when something else decides that, or nobody knows.</param>
/// <param name="Why">The same for people.</param>
public readonly record struct Held(HandlerTarget Target, HoldCause Cause, AlertLevel Told, DateTimeOffset? Until, string Why);
