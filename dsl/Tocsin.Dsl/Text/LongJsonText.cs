using System.Text.Json;

namespace Tocsin.Dsl.Text;

/// <summary>
/// Writes texts of any length as JSON. The writer rents six times the length of what it is given at once, and the pool of the process keeps
/// that: a script of a megabyte or the graph of one would hold a hundred.
/// </summary>
public static class LongJsonText
{
    private const int Segment = 4096;

    /// <summary>Writes a text in segments; the JSON is as if it had been written at once.</summary>
    public static void WriteLongString(this Utf8JsonWriter writer, string? text)
    {
        if (text is null || text.Length <= Segment)
        {
            writer.WriteStringValue(text);
            return;
        }

        for (var rest = text.AsSpan(); !rest.IsEmpty; rest = rest[Math.Min(Segment, rest.Length)..])
            writer.WriteStringValueSegment(rest[..Math.Min(Segment, rest.Length)], isFinalSegment: rest.Length <= Segment);
    }

    /// <summary>Writes a name and a text in segments.</summary>
    public static void WriteLongString(this Utf8JsonWriter writer, string name, string? text)
    {
        writer.WritePropertyName(name);
        writer.WriteLongString(text);
    }
}
