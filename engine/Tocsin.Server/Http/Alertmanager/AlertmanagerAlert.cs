using Tocsin.Alerting.Alerts.Listing;

namespace Tocsin.Server.Http.Alertmanager;

/// <summary>An open alert as Alertmanager would have it.</summary>
/// <param name="Text">What stays as it is until the alert changes.</param>
/// <param name="Receivers">The handlers that get it, as <c>topic/handler</c>.</param>
/// <param name="SilencedBy">The ids of the silences that keep it from all of them.</param>
/// <param name="Ends">Until when it is open unless it is heard of again; it is.</param>
internal sealed record AlertmanagerAlert(ListedAlert Alert, AlertmanagerText Text, IReadOnlyList<string> Receivers, IReadOnlyList<string> SilencedBy, string Ends);
