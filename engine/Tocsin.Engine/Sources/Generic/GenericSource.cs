using System.Text.Json;
using System.Text.Unicode;
using Tocsin.Sdk;
using Tocsin.Sdk.Sources;

namespace Tocsin.Engine.Sources.Generic;

/// <summary>Reads JSON of any sender, by a mapping that its definition gives.</summary>
[AlertSource("generic")]
internal sealed class GenericSource : IAlertSource
{
    private readonly GenericOptions _options;
    private readonly JsonPath? _events;
    private readonly JsonCondition? _test;
    private readonly JsonPathText _id;
    private readonly JsonPathText _level;
    private readonly JsonPathText _topic;
    private readonly JsonPathText _message;
    private readonly JsonPathText _details;
    private readonly JsonPathText _time;
    private readonly JsonPathText _started;
    private readonly JsonPathText _dedupeKey;
    private readonly (string Name, JsonPathText Text)[] _tags;
    private readonly (string Name, JsonPathText Text)[] _fields;
    private readonly (JsonPathText Text, JsonPathText Href)[] _links;
    private readonly Dictionary<string, AlertLevel> _levels = new(StringComparer.OrdinalIgnoreCase);

    public GenericSource(GenericOptions options)
    {
        _options = options;
        _events = JsonPath.TryParse(options.Events, out var events, out _) ? events : null;
        _test = JsonCondition.TryParse(options.Test, out var test, out _) ? test : null;
        _id = JsonPathText.Parse(options.Id);
        _level = JsonPathText.Parse(options.Level);
        _topic = JsonPathText.Parse(options.Topic);
        _message = JsonPathText.Parse(options.Message);
        _details = JsonPathText.Parse(options.Details);
        _time = JsonPathText.Parse(options.Time);
        _started = JsonPathText.Parse(options.Started);
        _dedupeKey = JsonPathText.Parse(options.DedupeKey);
        _tags = [.. options.Tags.Select(tag => (tag.Key, JsonPathText.Parse(tag.Value)))];
        _fields = [.. options.Fields.Select(field => (field.Key, JsonPathText.Parse(field.Value)))];
        _links = [.. options.Links.Select(link => (JsonPathText.Parse(link.Text), JsonPathText.Parse(link.Href)))];
        foreach (var (value, text) in options.Levels)
        {
            if (AlertLevels.TryParse(text, out var level))
                _levels[value] = level;
        }
    }

    /// <summary>True when an event that was sent before is noticed.</summary>
    public bool NoticesRepeats => !_dedupeKey.IsConstant;

    public string? Verify(SourceRequest request)
    {
        if (_options.Signature is not { } signature)
            return null;

        var given = request.Header(signature.Header);
        if (!given.StartsWith(signature.Prefix, StringComparison.Ordinal))
            return $"the header {signature.Header} is missing or does not begin with '{signature.Prefix}'";
        return SourceSignature.IsHmacSha256(signature.Secrets, given[signature.Prefix.Length..], "", request.Body.Span) ? null : $"the signature in {signature.Header} is wrong";
    }

    public SourceReading Read(SourceRequest request)
    {
        if (!Utf8.IsValid(request.Body.Span))
            throw new FormatException("the body is not UTF-8");

        try
        {
            using var document = JsonDocument.Parse(request.Body);
            return Read(document.RootElement);
        }
        catch (JsonException error)
        {
            throw new FormatException($"the body is not JSON: line {error.LineNumber + 1}, byte {error.BytePositionInLine + 1}", error);
        }
        catch (InvalidDataException problem)
        {
            return SourceReading.Unreadable(problem.Message);
        }
    }

    private SourceReading Read(JsonElement root)
    {
        if (_test is not null && _test.IsTrue(root))
            return SourceReading.Test();
        if (_events is null)
            return SourceReading.Of(Read(root, root, "$"));

        if (!_events.TryFind(root, root, out var list))
            return SourceReading.Unreadable($"{_events.Text} is missing");
        if (list.ValueKind != JsonValueKind.Array)
            return SourceReading.Unreadable($"{_events.Text} isn't a list");
        var events = new List<SourceEvent>(list.GetArrayLength());
        foreach (var item in list.EnumerateArray())
            events.Add(Read(item, root, $"{_events.Text}[{events.Count}]"));
        return SourceReading.Of([.. events]);
    }

    private SourceEvent Read(JsonElement item, JsonElement root, string place)
    {
        // What lacks a part would share its id with all that lack it: one alert for many, and the first end ends them all.
        if (!_id.TryOf(item, root, out var id, out var missing) || id.Length == 0)
            throw new InvalidDataException($"the id, {_options.Id} of {place}, is missing or empty{PartOf(_id, missing)}");
        return new SourceEvent
        {
            Id = id,
            Level = LevelOf(_level.Of(item, root), place),
            Topic = TopicOf(item, root, place),
            Message = _message.Of(item, root),
            Details = _details.Of(item, root),
            DedupeKey = _dedupeKey.TryOf(item, root, out var key, out _) ? key : "", // Half a key would be the same for what is new.
            Time = TimeOf(_time.Of(item, root), "time"),
            Started = TimeOf(_started.Of(item, root), "started"),
            Tags = TagsOf(item, root),
            Fields = FieldsOf(item, root),
            Links = LinksOf(item, root),
        };
    }

    private string TopicOf(JsonElement item, JsonElement root, string place)
    {
        if (_topic.TryOf(item, root, out var topic, out var missing) || _topic.IsPath)
            return topic;
        throw new InvalidDataException($"the topic, {_options.Topic} of {place}, lacks a part{PartOf(_topic, missing)}");
    }

    private static string PartOf(JsonPathText text, string? missing) => missing is null || text.IsPath ? "" : $": there is no {missing}";

    private AlertLevel LevelOf(string value, string place)
    {
        if (_levels.TryGetValue(value, out var level) || IsLevel(value, out level) || IsLevel(_options.DefaultLevel, out level))
            return level;
        throw new InvalidDataException(
            $"the level, {_options.Level} of {place}, is \"{(value.Length <= 80 ? value : value[..80])}\": add it to levels, or set default-level");
    }

    // Levels may be shortened, but nothing at all is not a level.
    private static bool IsLevel(string text, out AlertLevel level)
    {
        level = default;
        return text.Length > 1 && AlertLevels.TryParse(text, out level);
    }

    private DateTimeOffset? TimeOf(string text, string option) => text.Length == 0 ? null : GenericTime.Parse(text, _options.TimeFormat, option);

    private Dictionary<string, string> TagsOf(JsonElement item, JsonElement root)
    {
        var tags = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, text) in _tags)
        {
            if (text.TryOf(item, root, out var value, out _) && value.Length > 0)
                tags[name] = value;
        }

        return tags;
    }

    private Dictionary<string, object?> FieldsOf(JsonElement item, JsonElement root)
    {
        var fields = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var (name, text) in _fields)
        {
            if (text.ValueOf(item, root) is { } value)
                fields[name] = value;
        }

        return fields;
    }

    private List<AlertLink> LinksOf(JsonElement item, JsonElement root)
    {
        var links = new List<AlertLink>(_links.Length);
        foreach (var (text, href) in _links)
        {
            if (href.TryOf(item, root, out var address, out _) && address.Length > 0)
                links.Add(new AlertLink(text.Of(item, root), address));
        }

        return links;
    }
}
