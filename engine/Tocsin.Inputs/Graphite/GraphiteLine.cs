using System.Globalization;
using System.Text;
using Tocsin.Dsl.Time;
using Tocsin.Pipelines.Data.LineProtocol;

namespace Tocsin.Inputs.Graphite;

/// <summary>Reads a line of Graphite's plain text, <c>NAME VALUE [TIME]</c>, as a line of line protocol.</summary>
internal static class GraphiteLine
{
    private const double LatestSecond = 9_223_372_036;

    /// <summary>Writes the point of a line; answers why there is none, and null when there is one.</summary>
    public static string? Write(ReadOnlySpan<byte> line, GraphiteTemplates templates, LineProtocolWriter lines)
    {
        var words = Encoding.UTF8.GetString(line).Split([' ', '\t', '\r'], StringSplitOptions.RemoveEmptyEntries);
        if (words.Length is not (2 or 3))
            return $"'{Shown(line)}' is not a line of Graphite: send NAME VALUE TIME";
        var name = words[0];
        if (!double.TryParse(words[1], NumberStyles.Float, CultureInfo.InvariantCulture, out var value))
            return $"the value '{words[1]}' of {name} is not a number";
        if (!double.IsFinite(value))
            return $"the value {words[1]} of {name} cannot be taken: send numbers only";
        long? time = null;
        if (words.Length == 3 && words[2] is not ("-1" or "-1.0"))
        {
            if (!double.TryParse(words[2], NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) || !(Math.Abs(seconds) <= LatestSecond))
                return $"the time '{words[2]}' of {name} is not a number of seconds since 1970";
            var whole = Math.Floor(seconds);
            time = ((long)whole * Duration.Second) + (long)((seconds - whole) * Duration.Second);
        }

        lines.Field(templates.For(name).Begin(name, lines), value);
        lines.End(time);
        return null;
    }

    private static string Shown(ReadOnlySpan<byte> line) => Encoding.UTF8.GetString(line.Length > 80 ? line[..80] : line);
}
