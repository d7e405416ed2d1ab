using System.Text.Json;
using Tocsin.Sdk;

namespace Tocsin.Plugins.Slack;

/// <summary>An event as Slack takes it, with the texts around it.</summary>
internal sealed record SlackMessage
{
    public required string Channel { get; init; }

    public required string Username { get; init; }

    public required string IconEmoji { get; init; }

    /// <summary>As an incoming webhook takes it.</summary>
    public ReadOnlyMemory<byte> WriteForWebhook(AlertEvent alert) => JsonRequest.WriteObject(json =>
    {
        json.WriteBoolean("as_user"u8, false);
        WriteAttachments(json, alert);
        json.WriteString("channel"u8, Channel);
        json.WriteString("icon_emoji"u8, IconEmoji);
        json.WriteString("text"u8, "");
        json.WriteString("username"u8, Username);
    });

    /// <summary>As <c>chat.postMessage</c> takes it. A name or a picture needs a scope of its own, so none is sent where none is wanted.</summary>
    public ReadOnlyMemory<byte> WriteForApp(AlertEvent alert) => JsonRequest.WriteObject(json =>
    {
        WriteAttachments(json, alert);
        json.WriteString("channel"u8, Channel);
        if (IconEmoji.Length > 0)
            json.WriteString("icon_emoji"u8, IconEmoji);
        if (Username.Length > 0)
            json.WriteString("username"u8, Username);
    });

    private static void WriteAttachments(Utf8JsonWriter json, AlertEvent alert)
    {
        json.WriteStartArray("attachments"u8);
        json.WriteStartObject();
        json.WriteString("fallback"u8, alert.Message);
        json.WriteString("color"u8, Color(alert.Level));
        json.WriteString("text"u8, TextOf(alert));
        json.WriteStartArray("mrkdwn_in"u8);
        json.WriteStringValue("text"u8);
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
    }

    // The message may be marked up by its author. The details are HTML made plain: what Slack would take for its own marks is said as such.
    private static string TextOf(AlertEvent alert)
    {
        var details = WrittenDetails.Plain(alert)
            .Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);
        return details.Length == 0 ? alert.Message : $"{alert.Message}\n\n{details}";
    }

    private static string Color(AlertLevel level) => level switch
    {
        AlertLevel.Warning => "warning",
        AlertLevel.Critical => "danger",
        _ => "good",
    };
}
