using System.Globalization;
using Tocsin.Plugins.VictorOps.Incidents;
using Tocsin.Sdk;

namespace Tocsin.Plugins.VictorOps.Sources;

/// <summary>What a webhook tells of one incident.</summary>
internal sealed class Notification(IReadOnlyDictionary<string, string> fields)
{
    // Larger numbers of seconds lie beyond the year 5000.
    private const double SmallestMilliseconds = 1e11;

    public string EntityId { get; } = Of(fields, NotificationFields.EntityId);

    /// <summary>The number, <c>14</c>; VictorOps also writes <c>#14</c>.</summary>
    public string Incident { get; } = Of(fields, NotificationFields.Incident).TrimStart('#');

    public string Tool { get; } = Of(fields, NotificationFields.Tool);

    public string Host { get; } = Of(fields, NotificationFields.Host);

    public string Service { get; } = Of(fields, NotificationFields.Service);

    public string RoutingKey { get; } = Of(fields, NotificationFields.RoutingKey);

    public string User { get; } = Of(fields, NotificationFields.User);

    public string Title { get; } = Of(fields, NotificationFields.Title);

    public string Message { get; } = Of(fields, NotificationFields.Message);

    public string Details { get; } = Of(fields, NotificationFields.Details);

    public string AlertCount { get; } = Of(fields, NotificationFields.AlertCount);

    /// <summary>As it came; part of what tells notifications apart.</summary>
    public string LastText { get; } = Of(fields, NotificationFields.Last);

    public DateTimeOffset? Last { get; } = TimeOf(Of(fields, NotificationFields.Last));

    public DateTimeOffset? Started { get; } = TimeOf(Of(fields, NotificationFields.Started));

    public NotificationKind Kind { get; } = KindOf(
        Of(fields, NotificationFields.Event), Upper(fields, NotificationFields.Type), Upper(fields, NotificationFields.Phase), Upper(fields, NotificationFields.State));

    /// <summary>Whether a handler of incidents opened it, which marks its titles: it is of an alert that is known here.</summary>
    public bool IsMarked => IncidentMark.EndsIn(Title);

    /// <summary>How bad it is; an incident whose state is not told is one that pages.</summary>
    public AlertLevel Level { get; } = Of(fields, NotificationFields.State).ToUpperInvariant() switch
    {
        "WARNING" or "WARN" => AlertLevel.Warning,
        "INFO" => AlertLevel.Info,
        _ => AlertLevel.Critical,
    };

    // A new incident has no type, and nothing else is a problem. That it is resolved outweighs what the last alert said.
    private static NotificationKind KindOf(string @event, string type, string phase, string state) => (type, phase, state) switch
    {
        _ when @event.Equals("chat", StringComparison.OrdinalIgnoreCase) || type == "CHAT" => NotificationKind.Chat,
        ("RECOVERY" or "RESOLVED" or "OK", _, _) or (_, "RESOLVED", _) or ("", _, "RECOVERY" or "RESOLVED" or "OK") => NotificationKind.Recovery,
        ("ACKNOWLEDGEMENT" or "ACKNOWLEDGED" or "ACKED" or "ACK", _, _) or ("", "ACKED", _) or ("", "", "ACKNOWLEDGEMENT" or "ACKED") =>
            NotificationKind.Acknowledgement,
        ("UNACKNOWLEDGEMENT" or "UNACKNOWLEDGED" or "UNACKED" or "UNACK", _, _) => NotificationKind.Unacknowledgement,
        ("", _, _) => NotificationKind.Problem,
        _ => NotificationKind.Other,
    };

    private static string Upper(IReadOnlyDictionary<string, string> fields, string[] names) => Of(fields, names).Trim().ToUpperInvariant();

    private static string Of(IReadOnlyDictionary<string, string> fields, string[] names)
    {
        foreach (var name in names)
        {
            if (fields.TryGetValue(name, out var value) && value.Length > 0)
                return value;
        }

        return "";
    }

    private static DateTimeOffset? TimeOf(string text)
    {
        if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) || number is not (> 0 and < 1e14))
            return null;
        var milliseconds = number > SmallestMilliseconds ? number : number * 1000;
        return milliseconds < 1e14 ? DateTimeOffset.UnixEpoch.AddMilliseconds(milliseconds) : null;
    }
}
