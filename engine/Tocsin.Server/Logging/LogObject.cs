using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

namespace Tocsin.Server.Logging;

/// <summary>
/// Writes log entries as objects, one a line: <c>{"time":"…","level":"info","service":"kapacitor","message":"task started","fields":{"task":"cpu"}}</c>.
/// They say what lines of text say.
/// </summary>
internal static class LogObject
{
    private static readonly JsonWriterOptions Compact = new() { Encoder = NewEncoder() };

    /// <summary>One line without its end.</summary>
    public static string Write(LogEntry entry)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(buffer, Compact))
        {
            json.WriteStartObject();
            json.WriteString("time", entry.TimeText);
            json.WriteString("level", LogLevels.Text(entry.Level));
            json.WriteString("service", entry.Service);
            json.WriteString("message", MessageOf(entry));
            WriteFields(json, entry.Fields);
            if (entry.Problem is { } problem)
                WriteProblem(json, problem);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    // What a terminal might obey, or show in another order than it stands, is escaped, and letters stay readable.
    private static JavaScriptEncoder NewEncoder()
    {
        var settings = new TextEncoderSettings(UnicodeRanges.All);
        settings.ForbidCharacters(Enumerable.Range('\u202A', 5).Concat(Enumerable.Range('\u2066', 4)).Select(code => (char)code).ToArray());
        return JavaScriptEncoder.Create(settings);
    }

    // Words between the fields of a line belong to what it says.
    private static string MessageOf(LogEntry entry) => string.Join(' ', entry.Fields.Where(field => field.Key.Length == 0).Select(field => field.Value).Prepend(entry.Message));

    private static void WriteFields(Utf8JsonWriter json, IReadOnlyList<KeyValuePair<string, string>> fields)
    {
        var named = fields.Where(field => field.Key.Length > 0).GroupBy(field => field.Key, field => field.Value, StringComparer.Ordinal).ToList();
        if (named.Count == 0)
            return;
        json.WriteStartObject("fields");
        foreach (var field in named)
        {
            if (field.Skip(1).Any())
                WriteAll(json, field.Key, field);
            else
                json.WriteString(field.Key, field.First());
        }

        json.WriteEndObject();
    }

    private static void WriteAll(Utf8JsonWriter json, string key, IEnumerable<string> values)
    {
        json.WriteStartArray(key);
        foreach (var value in values)
            json.WriteStringValue(value);
        json.WriteEndArray();
    }

    private static void WriteProblem(Utf8JsonWriter json, Exception problem)
    {
        json.WriteStartObject("exception");
        json.WriteString("type", problem.GetType().FullName);
        json.WriteString("message", problem.Message);
        if (problem.StackTrace is { } stack)
            json.WriteString("stack", stack);
        json.WriteEndObject();
    }
}
