using System.Globalization;
using System.Text.Json;
using Tocsin.Sdk;

namespace Tocsin.Plugins.Discord;

/// <summary>The texts around an event as a webhook of Discord takes it.</summary>
internal sealed record DiscordMessage
{
    public const int LongestTitle = 256;
    public const int LongestDescription = 4096;
    public const int LongestUsername = 80;

    // Ten embeds, and 6,000 characters in all of them.
    private const int MostMembers = 9;
    private const int LongestMember = 400;

    private const int Green = 0x34CC25;
    private const int Orange = 0xFFA533;
    private const int Red = 0xCC4A31;

    public required string AvatarUrl { get; init; }

    /// <summary>Empty: the level and the id.</summary>
    public required string Title { get; init; }

    public required string Username { get; init; }

    public required bool HasTimestamp { get; init; }

    /// <summary>JSON with its keys in alphabetical order and a line feed at the end.</summary>
    public ReadOnlyMemory<byte> Write(AlertEvent alert)
    {
        var description = LimitedText.Cut(WrittenDetails.AfterMessage(alert), LongestDescription);
        return Write(json => WriteEmbed(json, alert, TitleOf(alert), description));
    }

    /// <summary>The same for several alerts.</summary>
    public ReadOnlyMemory<byte> Write(AlertGroup group)
    {
        var (shown, leftOut) = group.First(MostMembers);
        var about = string.Join(", ", group.Event.Tags.Select(tag => $"{tag.Key}={tag.Value}"));
        var description = $"{about}\n{group.Open} open{(leftOut > 0 ? $"; {leftOut} more are not shown" : "")}".Trim();
        var title = LimitedText.Cut(Title.Length > 0 ? Title : $"{group.Event.Level.Text()}: {group.Amount}", LongestTitle);
        return Write(json =>
        {
            WriteEmbed(json, group.Event, title, LimitedText.Cut(description, LongestMember));
            foreach (var member in shown)
                WriteEmbed(json, member, LimitedText.Cut($"{member.Level.Text()}: [{member.Id}]", LongestMember / 4), LimitedText.Cut(member.Message, LongestMember));
        });
    }

    private ReadOnlyMemory<byte> Write(Action<Utf8JsonWriter> embeds) => JsonRequest.WriteObject(json =>
    {
        // The data of an alert must not be able to call everyone.
        json.WriteStartObject("allowed_mentions"u8);
        json.WriteStartArray("parse"u8);
        json.WriteEndArray();
        json.WriteEndObject();
        WriteUnlessEmpty(json, "avatar_url"u8, AvatarUrl);
        json.WriteStartArray("embeds"u8);
        embeds(json);
        json.WriteEndArray();
        WriteUnlessEmpty(json, "username"u8, LimitedText.Cut(Username, LongestUsername));
    });

    private void WriteEmbed(Utf8JsonWriter json, AlertEvent alert, string title, string description)
    {
        json.WriteStartObject();
        json.WriteNumber("color"u8, Color(alert.Level));
        json.WriteString("description"u8, description);
        if (HasTimestamp)
            json.WriteString("timestamp"u8, alert.Time.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
        json.WriteString("title"u8, title);
        json.WriteEndObject();
    }

    // Discord refuses an empty name or address, and takes the webhook's own where there is none.
    private static void WriteUnlessEmpty(Utf8JsonWriter json, ReadOnlySpan<byte> key, string value)
    {
        if (value.Length > 0)
            json.WriteString(key, value);
    }

    private string TitleOf(AlertEvent alert) => LimitedText.Cut(Title.Length == 0 ? $"{alert.Level.Text()}: [{alert.Id}]" : Title, LongestTitle);

    private static int Color(AlertLevel level) => level switch
    {
        AlertLevel.Critical => Red,
        AlertLevel.Warning => Orange,
        _ => Green,
    };
}
