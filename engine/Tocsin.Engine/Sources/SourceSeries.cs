using System.Buffers;
using System.Globalization;
using System.Text;
using Tocsin.Dsl.Text;
using Tocsin.Dsl.Time;

namespace Tocsin.Engine.Sources;

/// <summary>Tags and fields of an event as the JSON that templates and payloads know from events of tasks: one series with one row.</summary>
internal static class SourceSeries
{
    public static ReadOnlyMemory<byte> Write(
        string name, IReadOnlyDictionary<string, string> tags, IReadOnlyDictionary<string, object?> fields, long unixNanoseconds)
    {
        var json = new ArrayBufferWriter<byte>(256);
        json.Write("{\"series\":[{\"name\":"u8);
        GoJson.WriteString(json, name);
        if (tags.Count > 0)
        {
            json.Write(",\"tags\":{"u8);
            var isFirst = true;
            foreach (var (tag, value) in tags.OrderBy(entry => entry.Key, StringComparer.Ordinal))
            {
                WriteKey(json, tag, ref isFirst);
                GoJson.WriteString(json, value);
            }

            json.Write("}"u8);
        }

        var columns = fields.OrderBy(entry => entry.Key, StringComparer.Ordinal).ToArray();
        json.Write(",\"columns\":[\"time\""u8);
        foreach (var (field, _) in columns)
        {
            json.Write(","u8);
            GoJson.WriteString(json, field);
        }

        json.Write("],\"values\":[[\""u8);
        Encoding.ASCII.GetBytes(new Instant(unixNanoseconds).ToString(), json);
        json.Write("\""u8);
        foreach (var (_, value) in columns)
        {
            json.Write(","u8);
            WriteValue(json, value);
        }

        json.Write("]]}]}"u8);
        return json.WrittenMemory;
    }

    private static void WriteKey(ArrayBufferWriter<byte> json, string key, ref bool isFirst)
    {
        if (!isFirst)
            json.Write(","u8);
        isFirst = false;
        GoJson.WriteString(json, key);
        json.Write(":"u8);
    }

    private static void WriteValue(ArrayBufferWriter<byte> json, object? value)
    {
        switch (value)
        {
            case double number when GoFloat.WriteJson(json, number):
                break;
            case long number:
                Encoding.ASCII.GetBytes(number.ToString(CultureInfo.InvariantCulture), json);
                break;
            case bool truth:
                json.Write(truth ? "true"u8 : "false"u8);
                break;
            case string text:
                GoJson.WriteString(json, text);
                break;
            default:
                json.Write("null"u8);
                break;
        }
    }
}
