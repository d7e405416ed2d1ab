using System.Text.Json;
using Tocsin.Sdk;

namespace Tocsin.Plugins.Teams;

/// <summary>An event as a card, with a line feed at the end.</summary>
internal static class TeamsMessage
{
    /// <summary>Bytes Teams takes. A larger body is accepted and then lost on its way to the channel.</summary>
    public const int Longest = 28_672;

    // Units a text keeps when the whole is too long. No unit takes more than six bytes in JSON: this, a title and a summary always fit.
    private const int LongestText = 4_000;
    private const int LongestTitle = 256;

    // No unit takes more than six bytes in JSON: so many such lines always fit.
    private const int MostMembers = 20;
    private const int LongestLine = 200;

    public static ReadOnlyMemory<byte> Write(AlertEvent alert, bool asMessageCard)
    {
        var details = WrittenDetails.Plain(alert);
        var whole = Write(alert, alert.Message, details, asMessageCard);
        return whole.Length <= Longest
            ? whole
            : Write(alert, LimitedText.Cut(alert.Message, LongestText), LimitedText.Cut(details, Math.Max(0, LongestText - alert.Message.Length)), asMessageCard);
    }

    /// <summary>Several alerts as one card: a line for each. Of one that has no details of its own they are all that is said of it.</summary>
    public static ReadOnlyMemory<byte> Write(AlertGroup group, bool asMessageCard)
    {
        var (shown, leftOut) = group.First(MostMembers);
        var about = string.Concat(group.Event.Tags.Select(tag => $" {tag.Key}={tag.Value}"));
        var title = LimitedText.Cut($"{group.Event.Level.Text()}: {group.Amount}{about}", LongestTitle);
        var lines = shown.Select(member => $"- {member.Level.Text()}: {LimitedText.Cut(member.Message.Length > 0 ? member.Message : member.Id, LongestLine)}");
        return Write(group.Event.Level, title, $"{group.Open} open{(leftOut > 0 ? $"; {leftOut} more are not shown" : "")}", string.Join("\n\n", lines), asMessageCard);
    }

    private static ReadOnlyMemory<byte> Write(AlertEvent alert, string message, string details, bool asMessageCard) =>
        Write(alert.Level, LimitedText.Cut($"{alert.Level.Text()}: [{alert.Id}]", LongestTitle), message, details, asMessageCard);

    private static ReadOnlyMemory<byte> Write(AlertLevel level, string title, string message, string details, bool asMessageCard)
    {
        return JsonRequest.Write(json =>
        {
            if (asMessageCard)
                WriteMessageCard(json, level, title, message, details);
            else
                WriteAdaptiveCard(json, level, title, message, details);
        });
    }

    private static void WriteAdaptiveCard(Utf8JsonWriter json, AlertLevel level, string title, string message, string details)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, "message"u8);
        json.WriteStartArray("attachments"u8);
        json.WriteStartObject();
        json.WriteString("contentType"u8, "application/vnd.microsoft.card.adaptive"u8);
        json.WriteNull("contentUrl"u8);
        json.WriteStartObject("content"u8);
        json.WriteString("$schema"u8, "http://adaptivecards.io/schemas/adaptive-card.json"u8);
        json.WriteString("type"u8, "AdaptiveCard"u8);
        json.WriteString("version"u8, "1.2"u8);
        json.WriteStartArray("body"u8);
        json.WriteStartObject();
        json.WriteString("type"u8, "TextBlock"u8);
        json.WriteString("text"u8, title);
        json.WriteString("weight"u8, "Bolder"u8);
        json.WriteString("color"u8, TextColor(level));
        json.WriteBoolean("wrap"u8, true);
        json.WriteEndObject();
        WriteText(json, message);
        if (details.Length > 0)
            WriteText(json, details);
        json.WriteEndArray();
        json.WriteStartObject("msteams"u8);
        json.WriteString("width"u8, "Full"u8);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteText(Utf8JsonWriter json, string text)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, "TextBlock"u8);
        json.WriteString("text"u8, text);
        json.WriteBoolean("wrap"u8, true);
        json.WriteEndObject();
    }

    private static void WriteMessageCard(Utf8JsonWriter json, AlertLevel level, string title, string message, string details)
    {
        json.WriteStartObject();
        json.WriteString("@type"u8, "MessageCard"u8);
        json.WriteString("@context"u8, "http://schema.org/extensions"u8);
        json.WriteString("title"u8, title);
        json.WriteString("text"u8, details.Length == 0 ? message : $"{message}\n\n{details}");
        json.WriteString("summary"u8, LimitedText.Cut(message, LongestTitle));
        json.WriteString("themeColor"u8, ThemeColor(level));
        json.WriteEndObject();
    }

    private static string TextColor(AlertLevel level) => level switch
    {
        AlertLevel.Critical => "Attention",
        AlertLevel.Warning => "Warning",
        _ => "Good",
    };

    private static string ThemeColor(AlertLevel level) => level switch
    {
        AlertLevel.Critical => "CC4A31",
        AlertLevel.Warning => "FFA533",
        _ => "34CC25",
    };
}
