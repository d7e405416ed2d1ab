using Tocsin.Dsl.Time;
using Tocsin.Pipelines.Data.LineProtocol;
using Tocsin.Sdk.Sources;

namespace Tocsin.Engine.Sources;

/// <summary>Points of a source as line protocol, so that they go the way of all points.</summary>
internal static class SourceLines
{
    public static ReadOnlyMemory<byte> Write(IReadOnlyList<SourcePoint> points)
    {
        var lines = new LineProtocolWriter();
        foreach (var point in points)
        {
            lines.Begin(point.Measurement);
            foreach (var (tag, value) in point.Tags)
                lines.Tag(tag, value);
            foreach (var (field, value) in point.Fields)
                Write(lines, field, value);

            // A time that nanoseconds cannot hold, such as the year 1 of those who know none, is left to the writer: it takes the current one.
            lines.End(point.Time.UtcDateTime.Year is >= 1678 and <= 2261 ? Instant.From(point.Time).UnixNanoseconds : null);
        }

        return lines.Written;
    }

    private static void Write(LineProtocolWriter lines, string field, object value)
    {
        switch (value)
        {
            case double number:
                lines.Field(field, number);
                break;
            case long number:
                lines.Field(field, number);
                break;
            case bool truth:
                lines.Field(field, truth);
                break;
            default:
                lines.Field(field, value.ToString() ?? "");
                break;
        }
    }
}
