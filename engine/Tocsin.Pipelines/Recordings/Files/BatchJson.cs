using System.Buffers;
using System.Text.Json;
using Tocsin.Dsl.Data;
using Tocsin.Pipelines.Data;
using Tocsin.Pipelines.Nodes.Query;

namespace Tocsin.Pipelines.Recordings.Files;

/// <summary>Reads one batch of a recording. Numbers are floats, as JSON has only those. A blank line is a batch without points.</summary>
internal sealed class BatchJson(SeriesTable series)
{
    private const string TagsKey = "tags";

    /// <exception cref="JsonException">It is not JSON.</exception>
    /// <exception cref="FormatException">It is not a batch.</exception>
    public SourceBatch Read(ReadOnlySequence<byte> line)
    {
        if (IsBlank(line))
            return new SourceBatch("", false, TagSet.Empty, 0, []);

        using var document = JsonDocument.Parse(line);
        var root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object)
            throw new FormatException("expected an object");
        var name = root.TryGetProperty("name", out var named) ? named.GetString() ?? "" : "";
        var tags = TagsOf(root) ?? TagSet.Empty;
        var points = root.TryGetProperty("points", out var list) && list.ValueKind == JsonValueKind.Array
            ? list.EnumerateArray().Select(point => PointOf(point, name, tags)).ToArray()
            : [];

        // Earlier versions of Kapacitor wrote no end.
        var end = root.TryGetProperty("tmax", out var tmax) && TimeOf(tmax) is > 0 and var time ? time : long.MinValue;
        var last = points.Length > 0 ? points[^1].Time : 0;
        var isByName = root.TryGetProperty("byname", out var byName) && byName.ValueKind == JsonValueKind.True;
        return new SourceBatch(name, isByName, tags, end == long.MinValue ? last : end, points);
    }

    private Point PointOf(JsonElement json, string name, TagSet batchTags)
    {
        var tags = TagsOf(json) is { Count: > 0 } own ? own : batchTags;
        var known = new HashSet<string>();
        var layout = new List<(string Name, FieldType Type)>();
        var numbers = new List<long>();
        var texts = new List<string?>();
        if (!json.TryGetProperty("fields", out var fields) || !json.TryGetProperty("time", out var time))
            throw new FormatException($"a point has fields and a time, and this one is {json.GetRawText()}");
        foreach (var field in fields.EnumerateObject())
        {
            if (field.Value.ValueKind == JsonValueKind.Null || !known.Add(field.Name))
                continue;
            var (type, number, text) = ValueOf(field.Value);
            layout.Add((field.Name, type));
            numbers.Add(number);
            texts.Add(text);
        }

        return Point.Create(series.Intern(Origin.None, name, tags), TimeOf(time), FieldLayout.Of([.. layout]), [.. numbers], texts.Exists(text => text is not null) ? [.. texts] : []);
    }

    private static (FieldType Type, long Number, string? Text) ValueOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number => (FieldType.Float, BitConverter.DoubleToInt64Bits(value.GetDouble()), null),
        JsonValueKind.True => (FieldType.Boolean, 1, null),
        JsonValueKind.False => (FieldType.Boolean, 0, null),
        JsonValueKind.String => (FieldType.String, 0, value.GetString()),
        _ => throw new FormatException($"a field is neither a number, nor true or false, nor a text: {value.GetRawText()}"),
    };

    private static long TimeOf(JsonElement value) => AnswerTime.TryRead(value.GetString() ?? "", out var time)
        ? time
        : throw new FormatException($"{value.GetRawText()} is not a time");

    private static TagSet? TagsOf(JsonElement json) => json.TryGetProperty(TagsKey, out var tags) && tags.ValueKind == JsonValueKind.Object
        ? TagSet.From(tags.EnumerateObject().Select(tag => KeyValuePair.Create(tag.Name, tag.Value.GetString() ?? "")))
        : null;

    private static bool IsBlank(ReadOnlySequence<byte> line)
    {
        foreach (var part in line)
        {
            if (part.Span.ContainsAnyExcept(" \t\r"u8))
                return false;
        }

        return true;
    }
}
