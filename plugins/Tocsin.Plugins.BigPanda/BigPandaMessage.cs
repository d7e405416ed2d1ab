using Tocsin.Sdk;

namespace Tocsin.Plugins.BigPanda;

/// <summary>An event as BigPanda's Alerts API takes it, with the texts that were filled in for it.</summary>
internal sealed record BigPandaMessage
{
    public required string AppKey { get; init; }

    public required string PrimaryProperty { get; init; }

    public required string SecondaryProperty { get; init; }

    public required string Host { get; init; }

    public required IReadOnlyDictionary<string, object> Attributes { get; init; }

    public required bool HasTags { get; init; }

    public required bool HasFields { get; init; }

    /// <summary>JSON with its keys in alphabetical order and a line feed at the end.</summary>
    public ReadOnlyMemory<byte> Write(AlertEvent alert) => JsonRequest.WriteObject(json =>
    {
        foreach (var (name, value) in PropertiesOf(alert))
            EventField.Write(json, name, value, int.MaxValue);
    });

    // What BigPanda needs to know of the alert is not left to a tag or a field of that name; the author of the handler knows what they do.
    private SortedDictionary<string, object> PropertiesOf(AlertEvent alert)
    {
        var all = new SortedDictionary<string, object>(StringComparer.Ordinal);
        foreach (var (name, value) in HasFields ? alert.Fields : new Dictionary<string, object?>())
            all[name] = EventField.TextOf(value);
        foreach (var (name, value) in HasTags ? alert.Tags : new Dictionary<string, string>())
            all[name] = value;
        PutUnlessEmpty(all, "description", alert.Message);
        PutUnlessEmpty(all, "details", WrittenDetails.Plain(alert));
        PutUnlessEmpty(all, "host", Host);
        PutUnlessEmpty(all, "primary_property", PrimaryProperty);
        PutUnlessEmpty(all, "secondary_property", SecondaryProperty);
        all["task"] = $"{alert.TaskName}:{alert.Name}";
        foreach (var (name, value) in Attributes)
            all[name] = value;
        all["app_key"] = AppKey;
        all["check"] = alert.Id;
        all["status"] = StatusOf(alert.Level);
        all["timestamp"] = alert.Time.ToUnixTimeSeconds();
        return all;
    }

    private static void PutUnlessEmpty(SortedDictionary<string, object> all, string name, string value)
    {
        if (value.Length > 0)
            all[name] = value;
    }

    // BigPanda knows nothing between a warning and its end.
    private static string StatusOf(AlertLevel level) => level switch
    {
        AlertLevel.Critical => "critical",
        AlertLevel.Warning => "warning",
        _ => "ok",
    };
}
