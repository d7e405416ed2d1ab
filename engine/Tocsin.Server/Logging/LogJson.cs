using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Tocsin.Server.Logging;

/// <summary>Writes log entries as JSON, one line each: <c>{"ts":"…","lvl":"info","msg":"task started","task":"cpu_alert"}</c>; all values are texts.</summary>
internal static class LogJson
{
    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.Default };

    /// <summary>One line without its end.</summary>
    public static string Write(LogEntry entry)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Compact))
        {
            json.WriteStartObject();
            json.WriteString("ts", entry.TimeText);
            json.WriteString("lvl", LogLevels.Text(entry.Level));
            json.WriteString("msg", entry.Message);
            foreach (var (key, value) in entry.Pairs.Where(pair => pair.Key is not ("" or "ts" or "lvl" or "msg")).DistinctBy(pair => pair.Key))
                json.WriteString(key, value);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }
}
