using Tocsin.Sdk;

namespace Tocsin.Alerting.Alerts.Listing;

/// <summary>Where an alert stands in a list: what all orders go by.</summary>
/// <param name="Since">When the problem began, nanoseconds since 1970 in UTC.</param>
public readonly record struct AlertPlace(bool IsAcknowledged, AlertLevel Level, long Since, string Topic, string Id);
