using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Tocsin.Sdk;
using Tocsin.Sdk.Sources;

namespace Tocsin.Plugins.CloudEvents;

/// <summary>A CloudEvent as an event of a topic.</summary>
internal sealed class CloudEventAlert(CloudEventsOptions options)
{
    private const int MostTags = 100;
    private const int LongestTag = 512;
    private const int LongestText = 4000;

    private static readonly string[] Required = ["id", "source", "specversion", "type"];
    private static readonly HashSet<string> NoTags = new(StringComparer.Ordinal) { "id", "specversion", "time", "datacontenttype", "dataschema", "traceparent", "tracestate" };

    /// <param name="problem">What is missing or wrong.</param>
    public bool TryRead(CloudEvent given, [NotNullWhen(true)] out SourceEvent? read, [NotNullWhen(false)] out string? problem)
    {
        read = null;
        var ofLevel = LevelProblemOf(given, out var level);
        problem = ProblemOf(given) ?? ofLevel;
        if (problem is not null)
            return false;

        var data = given.Data;
        read = new SourceEvent
        {
            Id = given["subject"].Length > 0 ? given["subject"] : given["id"],
            DedupeKey = $"{given["source"]} {given["id"]}",
            Topic = options.TopicPerType ? given["type"] : "",
            Level = level,
            Message = MessageOf(given),
            Details = LimitedText.Cut(data["details"].Text, LongestText),
            Time = Time(given),
            Tags = TagsOf(given),
            Fields = FieldsOf(data),
            Links = LinksOf(data),
        };
        return true;
    }

    private static string? ProblemOf(CloudEvent given)
    {
        foreach (var attribute in Required)
        {
            if (given[attribute].Length == 0)
                return $"the attribute {attribute} is missing";
        }

        return given["specversion"] == "1.0" ? null : $"specversion is '{LimitedText.Cut(given["specversion"], 20)}', not 1.0";
    }

    private string? LevelProblemOf(CloudEvent given, out AlertLevel level)
    {
        var text = given.Data["level"].Text;
        if (text.Length > 0)
            return CloudEventLevel.TryRead(text, out level) ? null : $"data.level is '{LimitedText.Cut(text, 20)}', not OK, INFO, WARNING or CRITICAL";
        if (options.Levels.TryGetValue(given["type"], out var ofType) && CloudEventLevel.TryRead(ofType, out level))
            return null;

        level = options.DefaultLevel ?? default;
        return options.DefaultLevel is not null
            ? null
            : $"data.level is missing, and the options name no level for the type '{LimitedText.Cut(given["type"], 100)}': add it to levels, or set default-level";
    }

    private static string MessageOf(CloudEvent given)
    {
        var text = given.Data["message"].Text is { Length: > 0 } message ? message
            : given.Text.Length > 0 ? given.Text
            : given["subject"].Length > 0 ? $"{given["type"]}: {given["subject"]}" : given["type"];
        return LimitedText.Cut(text.ReplaceLineEndings(" ").Trim(), LongestText);
    }

    // A text without a date would get today's.
    private static DateTimeOffset? Time(CloudEvent given) =>
        given["time"] is [_, _, _, _, '-', ..] text &&
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;

    private static Dictionary<string, string> TagsOf(CloudEvent given)
    {
        var tags = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in given.Attributes.Where(attribute => !NoTags.Contains(attribute.Key)).Take(MostTags))
            tags[LimitedText.Cut(name, LongestTag)] = LimitedText.Cut(value, LongestTag);
        foreach (var (name, value) in given.Data["tags"].Members.Where(tag => tag.Key.Length > 0 && tag.Value.Text.Length > 0).Take(MostTags))
            tags[LimitedText.Cut(name, LongestTag)] = LimitedText.Cut(value.Text, LongestTag);
        return tags;
    }

    private static Dictionary<string, object?> FieldsOf(JsonBody data)
    {
        var fields = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var (name, value) in data.Members.Take(MostTags))
        {
            if (name.Length > 0 && name is not ("level" or "message" or "details" or "topic") && value.Exists && !value.IsObject && !value.IsArray)
                fields[name] = value.Number is { } number ? number : value.Flag is { } flag ? flag : LimitedText.Cut(value.Text, LongestTag);
        }

        return fields;
    }

    private static List<AlertLink> LinksOf(JsonBody data)
    {
        var links = new List<AlertLink>();
        foreach (var key in (ReadOnlySpan<string>)["url", "link"])
        {
            if (Uri.TryCreate(data[key].Text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https")
                links.Add(new AlertLink("", data[key].Text));
        }

        return links;
    }
}
