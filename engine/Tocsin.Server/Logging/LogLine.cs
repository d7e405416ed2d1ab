using System.Globalization;
using System.Text;

namespace Tocsin.Server.Logging;

/// <summary>Writes log entries as lines: <c>ts=… lvl=info msg="task started" task=cpu_alert</c>.</summary>
internal static class LogLine
{
    /// <summary>One line without its end.</summary>
    public static string Write(LogEntry entry)
    {
        var line = new StringBuilder(160);
        line.Append("ts=").Append(entry.TimeText).Append(" lvl=").Append(LogLevels.Text(entry.Level)).Append(" msg=");
        AppendValue(line, entry.Message);
        foreach (var (key, value) in entry.Pairs)
        {
            line.Append(' ');
            if (key.Length == 0)
            {
                line.Append(value);
                continue;
            }

            line.Append(key).Append('=');
            AppendValue(line, value);
        }

        return line.ToString();
    }

    private static void AppendValue(StringBuilder line, string value)
    {
        if (value.Length > 0 && !value.AsSpan().ContainsAny(" \"=\\") && !value.Any(IsControl))
        {
            line.Append(value);
            return;
        }

        line.Append('"');
        foreach (var character in value)
        {
            _ = character switch
            {
                '"' => line.Append("\\\""),
                '\\' => line.Append("\\\\"),
                '\n' => line.Append("\\n"),
                '\r' => line.Append("\\r"),
                '\t' => line.Append("\\t"),
                _ when IsControl(character) => line.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}"),
                _ => line.Append(character),
            };
        }

        line.Append('"');
    }

    /// <summary>Whether a terminal might obey it, or show the text in another order than it stands.</summary>
    private static bool IsControl(char character) =>
        char.IsControl(character) || character is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069') or '\u2028' or '\u2029';
}
