using System.Text.Json;
using Tocsin.Sdk;

namespace Tocsin.Plugins.Slack;

/// <summary>What a message to Slack says: an attachment for each alert, and above several of them a line about all.</summary>
internal sealed class SlackBody
{
    // Slack folds what is more.
    private const int MostMembers = 20;

    private readonly IReadOnlyList<AlertEvent> _alerts;

    public SlackBody(AlertEvent alert)
    {
        _alerts = [alert];
        Text = "";
    }

    public SlackBody(AlertGroup group)
    {
        (_alerts, var leftOut) = group.First(MostMembers);
        var about = string.Concat(group.Event.Tags.Select(tag => $" {tag.Key}={tag.Value}"));
        Text = Escape($"{group.Event.Level.Text()}: {group.Amount}{about}, {group.Open} open{(leftOut > 0 ? $"; {leftOut} more are not shown" : "")}");
    }

    /// <summary>The line above the attachments; empty for one alert.</summary>
    public string Text { get; }

    public void WriteAttachments(Utf8JsonWriter json)
    {
        json.WriteStartArray("attachments"u8);
        foreach (var alert in _alerts)
            WriteAttachment(json, alert);
        json.WriteEndArray();
    }

    private static void WriteAttachment(Utf8JsonWriter json, AlertEvent alert)
    {
        json.WriteStartObject();
        json.WriteString("fallback"u8, alert.Message);
        json.WriteString("color"u8, Color(alert.Level));
        json.WriteString("text"u8, TextOf(alert));
        json.WriteStartArray("mrkdwn_in"u8);
        json.WriteStringValue("text"u8);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    // The message may be marked up by its author. The details are HTML made plain: what Slack would take for its own marks is said as such.
    private static string TextOf(AlertEvent alert)
    {
        var details = Escape(WrittenDetails.Plain(alert));
        return details.Length == 0 ? alert.Message : $"{alert.Message}\n\n{details}";
    }

    private static string Escape(string text) => text
        .Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);

    private static string Color(AlertLevel level) => level switch
    {
        AlertLevel.Warning => "warning",
        AlertLevel.Critical => "danger",
        _ => "good",
    };
}
