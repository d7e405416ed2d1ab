using System.Globalization;
using System.Text;

namespace Tocsin.Server.Cli.Logging;

/// <summary>Writes log entries as lines: <c>ts=… lvl=info msg="task started" task=cpu_alert</c>.</summary>
internal static class LogLine
{
    private const string Format = "{OriginalFormat}";

    /// <summary>One line without its end.</summary>
    /// <param name="state">What the entry was logged with. Pairs that end the message's template become pairs of the line.</param>
    /// <param name="message">The entry's message, for entries without a template.</param>
    public static string Write<TState>(DateTimeOffset time, LogLevel level, TState state, string message, Exception? problem)
    {
        var line = new StringBuilder(160);
        line.Append("ts=").Append(time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
        line.Append(" lvl=").Append(LevelText(level)).Append(" msg=");
        var values = state as IReadOnlyList<KeyValuePair<string, object?>> ?? [];
        var template = values.LastOrDefault(value => value.Key == Format).Value as string;
        var firstPair = template is null ? -1 : template.IndexOf("={", StringComparison.Ordinal);
        if (template is null || firstPair < 0)
        {
            AppendValue(line, message);
        }
        else
        {
            var end = template.LastIndexOf(' ', firstPair);
            AppendValue(line, Fill(template[..Math.Max(0, end)], values));
            foreach (var pair in template[(end + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries))
                AppendPair(line, pair, values);
        }

        if (problem is not null)
            AppendProblem(line, problem);
        return line.ToString();
    }

    private static void AppendPair(StringBuilder line, string pair, IReadOnlyList<KeyValuePair<string, object?>> values)
    {
        var at = pair.IndexOf('=', StringComparison.Ordinal);
        if (at < 0)
        {
            line.Append(' ').Append(Fill(pair, values));
            return;
        }

        line.Append(' ').Append(pair.AsSpan(0, at)).Append('=');
        AppendValue(line, Fill(pair[(at + 1)..], values));
    }

    private static string Fill(string template, IReadOnlyList<KeyValuePair<string, object?>> values)
    {
        foreach (var (key, value) in values)
            template = template.Replace("{" + key + "}", Convert.ToString(value, CultureInfo.InvariantCulture), StringComparison.Ordinal);
        return template;
    }

    private static void AppendProblem(StringBuilder line, Exception problem)
    {
        line.Append(" err=");
        AppendValue(line, $"{problem.GetType().Name}: {problem.Message}");
        if (problem.StackTrace is null)
            return;
        line.Append(" stack=");
        AppendValue(line, problem.StackTrace);
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

    private static string LevelText(LogLevel level) => level switch
    {
        LogLevel.Trace or LogLevel.Debug => "debug",
        LogLevel.Information => "info",
        LogLevel.Warning => "warn",
        _ => "error",
    };
}
