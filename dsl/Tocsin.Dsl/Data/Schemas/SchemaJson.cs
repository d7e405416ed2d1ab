using System.Text.Json;

namespace Tocsin.Dsl.Data.Schemas;

/// <summary>
/// A schema as JSON, in answers of servers and in files:
/// <c>{"measurements":[{"name":"cpu","tags":["host"],"fields":[{"name":"usage","type":"float","last-seen":"…"}]}]}</c>.
/// </summary>
public static class SchemaJson
{
    private const int MostMeasurements = 10_000;

    private static readonly (string Name, FieldType Type)[] Types =
        [("float", FieldType.Float), ("integer", FieldType.Integer), ("boolean", FieldType.Boolean), ("string", FieldType.String), ("unknown", FieldType.Null)];

    /// <summary>What a type of field is called.</summary>
    public static string NameOf(FieldType type) => Array.Find(Types, known => known.Type == type).Name ?? "unknown";

    /// <summary>Writes a schema.</summary>
    public static void Write(Utf8JsonWriter writer, DataSchema schema)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("measurements");
        foreach (var measurement in schema.Measurements)
            Write(writer, measurement);
        writer.WriteEndArray();
        writer.WriteBoolean("whole", schema.IsWhole);
        writer.WriteEndObject();
    }

    /// <summary>Reads a schema.</summary>
    /// <exception cref="FormatException">The text is something else; the message says what.</exception>
    public static DataSchema Read(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            if (document.RootElement.ValueKind != JsonValueKind.Object || !document.RootElement.TryGetProperty("measurements", out var list) || list.ValueKind != JsonValueKind.Array)
                throw new FormatException("a schema is a JSON object with the list \"measurements\"");
            if (list.GetArrayLength() > MostMeasurements)
                throw new FormatException($"the schema has {list.GetArrayLength()} measurements, {MostMeasurements} are the most");
            var isWhole = !document.RootElement.TryGetProperty("whole", out var whole) || whole.ValueKind != JsonValueKind.False;
            return new DataSchema([.. list.EnumerateArray().Select(Measurement)], isWhole);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new FormatException($"the schema is not JSON: {e.Message}", e);
        }
    }

    private static void Write(Utf8JsonWriter writer, MeasurementSchema measurement)
    {
        writer.WriteStartObject();
        writer.WriteString("name", measurement.Name);
        writer.WriteStartArray("tags");
        foreach (var tag in measurement.Tags)
            writer.WriteStringValue(tag);
        writer.WriteEndArray();
        writer.WriteStartArray("fields");
        foreach (var field in measurement.Fields)
        {
            writer.WriteStartObject();
            writer.WriteString("name", field.Name);
            writer.WriteString("type", NameOf(field.Type));
            if (field.LastSeen is { } seen)
                writer.WriteString("last-seen", seen);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        if (measurement.LastSeen is { } last)
            writer.WriteString("last-seen", last);
        writer.WriteEndObject();
    }

    private static MeasurementSchema Measurement(JsonElement element) => new(
        Text(element, "name") ?? throw new FormatException("a measurement of the schema has no \"name\""),
        [.. Items(element, "tags").Select(tag => tag.GetString()).OfType<string>().Order(StringComparer.Ordinal)],
        [.. Items(element, "fields").Select(Field).OrderBy(field => field.Name, StringComparer.Ordinal)],
        Instant(element));

    private static FieldSchema Field(JsonElement element) => new(
        Text(element, "name") ?? throw new FormatException("a field of the schema has no \"name\""),
        Array.Find(Types, known => known.Name == Text(element, "type")).Type,
        Instant(element));

    private static IEnumerable<JsonElement> Items(JsonElement element, string key) =>
        element.TryGetProperty(key, out var list) && list.ValueKind == JsonValueKind.Array ? list.EnumerateArray() : [];

    private static string? Text(JsonElement element, string key) =>
        element.TryGetProperty(key, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static DateTimeOffset? Instant(JsonElement element) =>
        element.TryGetProperty("last-seen", out var value) && value.ValueKind == JsonValueKind.String && value.TryGetDateTimeOffset(out var seen) ? seen : null;
}
