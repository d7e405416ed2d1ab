using System.Runtime.CompilerServices;
using Tocsin.Alerting.Alerts.Listing;

namespace Tocsin.Server.Http.Alertmanager;

/// <summary>The texts of alerts, made when somebody asks first and kept for as long as the index has the alert as it is. Safe for any thread.</summary>
internal sealed class AlertmanagerTexts(AlertIndex index)
{
    private readonly ConditionalWeakTable<ListedAlert, AlertmanagerText> _texts = [];

    public IReadOnlyList<AlertmanagerText> Of(IReadOnlyList<ListedAlert> alerts)
    {
        ListedAlert[] missing = [.. alerts.Where(alert => !_texts.TryGetValue(alert, out _))];
        foreach (var (alert, last) in missing.Zip(missing.Length > 0 ? index.EventsOf(missing) : []))
            _texts.TryAdd(alert, new AlertmanagerText(last));
        return [.. alerts.Select(alert => _texts.TryGetValue(alert, out var text) ? text : throw new InvalidOperationException("it was added above"))];
    }
}
