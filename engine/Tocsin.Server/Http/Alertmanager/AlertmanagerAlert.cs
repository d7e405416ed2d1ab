using Tocsin.Alerting.Alerts.Activities;
using Tocsin.Sdk;

namespace Tocsin.Server.Http.Alertmanager;

/// <summary>An open alert as Alertmanager would have it.</summary>
/// <param name="Event">Its last event.</param>
/// <param name="Receivers">The handlers that get it, as <c>topic/handler</c>.</param>
/// <param name="SilencedBy">The ids of the silences that keep it from all of them.</param>
/// <param name="Ends">Until when it is open unless it is heard of again; it is.</param>
internal sealed record AlertmanagerAlert(
    AlertStatus Status, AlertEvent Event, IReadOnlyDictionary<string, string> Labels, IReadOnlyList<string> Receivers, IReadOnlyList<string> SilencedBy, DateTimeOffset Ends);
