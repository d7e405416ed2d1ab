namespace Tocsin.Plugins.VictorOps.Sources;

/// <summary>The names of fields: those of the template that comes with the plugin, and those VictorOps has for the same.</summary>
internal static class NotificationFields
{
    public static readonly string[] Event = ["event"];
    public static readonly string[] EntityId = ["entity_id", "state.entity_id", "alert.entity_id"];
    public static readonly string[] Incident = ["incident", "incident.incident_id", "state.incident_name", "incident.incident_name"];
    public static readonly string[] Phase = ["phase", "state.current_alert_phase", "incident.current_phase"];
    public static readonly string[] State = ["state", "state.current_state", "incident.entity_state", "alert.entity_state", "alert.message_type"];
    public static readonly string[] Type = ["notification_type", "state.notificationtype"];
    public static readonly string[] Started = ["state_start_ms", "state.state_start_time"];
    public static readonly string[] Last = ["last_ms", "state.last_timestamp", "incident.incident_timestamp", "alert.timestamp"];
    public static readonly string[] AlertCount = ["alert_count", "state.alert_count", "incident.alert_count"];
    public static readonly string[] Tool = ["monitoring_tool", "alert.monitoring_tool"];
    public static readonly string[] Host = ["host", "incident.host", "alert.hostname", "alert.host_name"];
    public static readonly string[] Service = ["service", "incident.service"];
    public static readonly string[] RoutingKey = ["routing_key", "alert.routing_key"];
    public static readonly string[] User = ["user", "state.ack_user", "state.resolved_by", "alert.ack_author"];
    public static readonly string[] Title =
        ["title", "alert.entity_display_name", "state.entity_display_name", "incident.entity_display_name", "summary"];

    public static readonly string[] Message = ["message", "state.ack_msg", "alert.ack_message"];
    public static readonly string[] Details = ["details", "alert.state_message", "state.state_message"];

    private static readonly HashSet<string> All = new(
        [
            .. Event, .. EntityId, .. Incident, .. Phase, .. State, .. Type, .. Started, .. Last, .. AlertCount, .. Tool, .. Host, .. Service,
            .. RoutingKey, .. User, .. Title, .. Message, .. Details, "source",
        ],
        StringComparer.OrdinalIgnoreCase);

    public static bool IsKnown(string name) => All.Contains(name);
}
