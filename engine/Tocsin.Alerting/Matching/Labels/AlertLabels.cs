using Tocsin.Sdk;

namespace Tocsin.Alerting.Matching.Labels;

/// <summary>
/// An alert as its labels tell it, as Alertmanager and silences see it: its tags, and beside them <c>alertname</c>, <c>alert_id</c>, <c>topic</c>,
/// <c>task</c> and <c>severity</c>. A tag that has one of these names and another value is <c>tag_NAME</c>. Empty labels are absent.
/// </summary>
public readonly struct AlertLabels(AlertEvent alert)
{
    private const string ForTag = "tag_";

    /// <summary>The labels that an alert has by itself.</summary>
    public static IReadOnlyList<string> Own { get; } = ["alertname", "alert_id", "topic", "task", "severity"];

    /// <summary>The value of a label; empty when the alert has none.</summary>
    public string this[string name] => OwnValue(name) is { } own ? own
        : name.StartsWith(ForTag, StringComparison.Ordinal) && name[ForTag.Length..] is var tag && OwnValue(tag) is { } shadowing
        ? alert.Tags.GetValueOrDefault(tag, "") is var value && !IsSame(value, shadowing) ? value : alert.Tags.GetValueOrDefault(name, "")
        : alert.Tags.GetValueOrDefault(name, "");

    /// <summary>The level as a label tells it.</summary>
    public static string SeverityOf(AlertLevel level) => level switch
    {
        AlertLevel.Critical => "critical",
        AlertLevel.Warning => "warning",
        AlertLevel.Info => "info",
        _ => "ok",
    };

    /// <summary>All that have a value, by name.</summary>
    public SortedDictionary<string, string> All()
    {
        var all = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (tag, value) in alert.Tags)
        {
            if (value.Length == 0)
                continue;
            if (OwnValue(tag) is not { } own)
                all[tag] = value;
            else if (!IsSame(value, own))
                all[ForTag + tag] = value;
        }

        foreach (var name in Own)
        {
            if (OwnValue(name) is { Length: > 0 } value)
                all[name] = value;
        }

        return all;
    }

    // Null for names that are not the alert's own.
    private string? OwnValue(string name) => name switch
    {
        "alertname" => alert.Tags.TryGetValue("alertname", out var told) && told.Length > 0 ? told : alert.Name.Length > 0 ? alert.Name : alert.Id,
        "alert_id" => alert.Id,
        "topic" => alert.Topic,
        "task" => alert.TaskName,
        "severity" => SeverityOf(alert.Level),
        _ => null,
    };

    private static bool IsSame(string tag, string own) => tag.Equals(own, StringComparison.OrdinalIgnoreCase);
}
