using System.Globalization;
using System.Text;
using System.Text.Json;
using Tocsin.Dsl.Time;
using Tocsin.Pipelines.Data.LineProtocol;

namespace Tocsin.Inputs.Opentsdb;

/// <summary>Reads points as OpenTSDB's clients write them: each becomes a line with the field <c>value</c>.</summary>
internal static class OpentsdbPoint
{
    // What has more digits counts milliseconds.
    private const long LatestSecond = 9_999_999_999;
    private const long LatestMillisecond = long.MaxValue / Duration.Millisecond;

    /// <summary>Writes the point of <c>put METRIC TIME VALUE TAG=VALUE…</c>; answers why there is none, and null when there is one.</summary>
    public static string? WritePut(ReadOnlySpan<byte> line, LineProtocolWriter lines)
    {
        var words = Encoding.UTF8.GetString(line).Split([' ', '\t', '\r'], StringSplitOptions.RemoveEmptyEntries);
        if (words is not ["put", var metric, var time, var value, .. var tags])
            return $"'{Shown(line)}' is not a line of OpenTSDB: send put METRIC TIME VALUE TAG=VALUE";
        if (!TryReadTime(time, out var nanoseconds))
            return $"the time '{time}' of {metric} is not a number of seconds or milliseconds since 1970";
        if (!TryReadValue(value, out var number))
            return $"the value '{value}' of {metric} is not a number";
        if (tags.FirstOrDefault(tag => tag.IndexOf('=', StringComparison.Ordinal) is var at && (at <= 0 || at == tag.Length - 1)) is { } bad)
            return $"'{bad}' of {metric} is not a tag: send name=value";

        if (tags.GroupBy(tag => tag[..tag.IndexOf('=', StringComparison.Ordinal)]).FirstOrDefault(group => group.Count() > 1) is { } twice)
            return $"the tag '{twice.Key}' of {metric} is given twice";

        lines.Begin(metric);
        foreach (var tag in tags.Order(StringComparer.Ordinal))
            lines.Tag(tag.AsSpan(0, tag.IndexOf('=', StringComparison.Ordinal)), tag.AsSpan(tag.IndexOf('=', StringComparison.Ordinal) + 1));
        lines.Field("value", number);
        lines.End(nanoseconds);
        return null;
    }

    /// <summary>The same for an object of a body: <c>{"metric":"…","timestamp":1,"value":1,"tags":{}}</c>.</summary>
    public static string? Write(JsonElement point, LineProtocolWriter lines)
    {
        try
        {
            return WriteObject(point, lines);
        }
        catch (InvalidOperationException)
        {
            return "a name or text of a point is not valid UTF-8, or half of a surrogate pair";
        }
    }

    private static string? WriteObject(JsonElement point, LineProtocolWriter lines)
    {
        if (point.ValueKind != JsonValueKind.Object || !point.TryGetProperty("metric", out var name) || name.ValueKind != JsonValueKind.String || name.GetString() is not { Length: > 0 } metric)
            return "a point has no metric: send {\"metric\":NAME,\"timestamp\":SECONDS,\"value\":NUMBER,\"tags\":{}}";
        if (!point.TryGetProperty("timestamp", out var time) || !TryReadTime(TextOf(time), out var nanoseconds))
            return $"{metric} has no timestamp in seconds or milliseconds since 1970";
        if (!point.TryGetProperty("value", out var value) || !TryReadValue(TextOf(value), out var number))
            return $"{metric} has no value that is a number";

        // All is read before the line is begun: one that cannot be ended would spoil the next.
        var tags = new SortedDictionary<string, string>(StringComparer.Ordinal);
        if (point.TryGetProperty("tags", out var given) && given.ValueKind == JsonValueKind.Object)
        {
            foreach (var tag in given.EnumerateObject())
            {
                if (tag.Value.ValueKind is JsonValueKind.Object or JsonValueKind.Array or JsonValueKind.Null)
                    return $"the tag '{tag.Name}' of {metric} is neither text nor a number";
                if (!tags.TryAdd(tag.Name, TextOf(tag.Value)))
                    return $"the tag '{tag.Name}' of {metric} is given twice";
            }
        }

        lines.Begin(metric);
        foreach (var (tag, text) in tags)
            lines.Tag(tag, text);
        lines.Field("value", number);
        lines.End(nanoseconds);
        return null;
    }

    private static string TextOf(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString() ?? "" : value.GetRawText();

    private static bool TryReadValue(string text, out double value) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && double.IsFinite(value);

    private static bool TryReadTime(string text, out long nanoseconds)
    {
        nanoseconds = 0;
        if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var time) || time > LatestMillisecond)
            return false;
        if (time > LatestSecond)
            nanoseconds = time * Duration.Millisecond;
        else if (time <= long.MaxValue / Duration.Second)
            nanoseconds = time * Duration.Second;
        else
            return false;
        return true;
    }

    private static string Shown(ReadOnlySpan<byte> line) => Encoding.UTF8.GetString(line.Length > 80 ? line[..80] : line);
}
