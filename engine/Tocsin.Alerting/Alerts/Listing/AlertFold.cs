namespace Tocsin.Alerting.Alerts.Listing;

/// <summary>Alerts that have one topic, task or value of a tag in common.</summary>
/// <param name="Key">What they have in common; empty for those that have none.</param>
public sealed record AlertFold(string Key, AlertTotals Totals)
{
    /// <summary>What an alert is put under.</summary>
    /// <param name="by"><c>topic</c>, <c>task</c>, or the name of a tag.</param>
    public static string KeyOf(ListedAlert alert, string by) => by switch
    {
        "topic" => alert.Topic,
        "task" => alert.Event.TaskName,
        _ => alert.Event.Tags.GetValueOrDefault(by) ?? "",
    };
}
