using System.Globalization;
using System.Text;
using Tocsin.Dsl.Text;
using Tocsin.Dsl.Time;
using Tocsin.Sdk.Sources;

namespace Tocsin.Engine.Sources;

/// <summary>Points of a source as line protocol, so that they go the way of all points.</summary>
internal static class SourceLines
{
    public static ReadOnlyMemory<byte> Write(IReadOnlyList<SourcePoint> points)
    {
        var lines = new StringBuilder();
        foreach (var point in points)
        {
            AppendName(lines, point.Measurement, escapesEquals: false);
            foreach (var (tag, value) in point.Tags)
            {
                if (value.Length == 0)
                    continue;
                lines.Append(',');
                AppendName(lines, tag);
                lines.Append('=');
                AppendName(lines, value);
            }

            var separator = ' ';
            foreach (var (field, value) in point.Fields)
            {
                lines.Append(separator);
                AppendName(lines, field);
                lines.Append('=');
                AppendValue(lines, value);
                separator = ',';
            }

            // A time that nanoseconds cannot hold, such as the year 1 of those who know none, is left to the writer: it takes the current one.
            if (point.Time.UtcDateTime.Year is >= 1678 and <= 2261)
                lines.Append(CultureInfo.InvariantCulture, $" {Instant.From(point.Time).UnixNanoseconds}");
            lines.Append('\n');
        }

        return Encoding.UTF8.GetBytes(lines.ToString());
    }

    // A line feed cannot be escaped in a name, and a backslash at its end would escape what follows.
    private static void AppendName(StringBuilder lines, string text, bool escapesEquals = true)
    {
        foreach (var given in text.AsSpan().TrimEnd('\\'))
        {
            var c = given is '\n' or '\r' ? ' ' : given;
            if (c is ',' or ' ' || (c == '=' && escapesEquals))
                lines.Append('\\');
            lines.Append(c);
        }
    }

    private static void AppendValue(StringBuilder lines, object value)
    {
        switch (value)
        {
            case double number:
                GoFloat.Append(lines, number);
                break;
            case long number:
                lines.Append(CultureInfo.InvariantCulture, $"{number}i");
                break;
            case bool truth:
                lines.Append(truth ? "true" : "false");
                break;
            default:
                var text = value.ToString() ?? "";
                lines.Append('"').Append(text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)).Append('"');
                break;
        }
    }
}
