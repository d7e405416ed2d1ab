using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Tocsin.Dsl.Time;
using Tocsin.Engine.Hosting;
using Tocsin.Engine.Statistics;

namespace Tocsin.Server.Http.Statistics;

/// <summary><c>/debug/vars</c>: who the server is and all of its counters, a key on each line, as clients of Kapacitor read them.</summary>
internal sealed class VarsApi(AlertEngine engine)
{
    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public void Map(IEndpointRouteBuilder routes) => routes.MapGet("/debug/vars", ShowAsync);

    private Task ShowAsync(HttpContext context) => ApiAnswer.WrittenAsync(context, buffer =>
    {
        var statistics = engine.Statistics.Read().ToList();
        var totals = statistics[0].Values.ToDictionary(value => value.Key, value => value.Value);
        var identity = engine.Identity;
        buffer.Write("{\n"u8);
        Write(buffer, "cluster_id", writer => writer.WriteStringValue(identity.ClusterId));
        Write(buffer, "cmdline", writer =>
        {
            writer.WriteStartArray();
            foreach (var argument in Environment.GetCommandLineArgs())
                writer.WriteStringValue(argument);
            writer.WriteEndArray();
        });
        Write(buffer, "host", writer => writer.WriteStringValue(identity.Hostname));
        Write(buffer, "kapacitor", writer => WriteAll(writer, statistics));
        Write(buffer, "memstats", WriteMemory);
        foreach (var (key, value) in totals)
            Write(buffer, key, writer => writer.WriteNumberValue((long)value));
        Write(buffer, "platform", writer => writer.WriteStringValue("OSS"));
        Write(buffer, "product", writer => writer.WriteStringValue("kapacitor"));
        Write(buffer, "server_id", writer => writer.WriteStringValue(identity.ServerId));
        Write(buffer, "version", writer => writer.WriteStringValue(ServerVersion.Api), isLast: true);
        buffer.Write("}\n"u8);
    });

    private static void Write(IBufferWriter<byte> buffer, string key, Action<Utf8JsonWriter> write, bool isLast = false)
    {
        buffer.Write(Encoding.UTF8.GetBytes($"\"{key}\": "));
        using (var writer = new Utf8JsonWriter(buffer, Compact))
            write(writer);
        buffer.Write(isLast ? "\n"u8 : ",\n"u8);
    }

    private static void WriteAll(Utf8JsonWriter writer, List<Statistic> statistics)
    {
        writer.WriteStartObject();
        foreach (var statistic in statistics.Where(one => one.Name is not ("kapacitor" or "runtime")))
        {
            writer.WriteStartObject(IdOf(statistic));
            writer.WriteString("name", statistic.Name);
            writer.WriteStartObject("tags");
            foreach (var (key, value) in statistic.Tags.OrderBy(tag => tag.Key, StringComparer.Ordinal))
                writer.WriteString(key, value);
            writer.WriteEndObject();
            writer.WriteStartObject("values");
            foreach (var (key, value) in statistic.Values.OrderBy(value => value.Key, StringComparer.Ordinal))
                WriteValue(writer, key, value);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    // The one duration is a text here, as it always was.
    private static void WriteValue(Utf8JsonWriter writer, string key, object value)
    {
        if (key == "avg_exec_time_ns")
            writer.WriteString(key, DurationText.Long((long)value));
        else
            writer.WriteNumber(key, (long)value);
    }

    private static void WriteMemory(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        foreach (var (_, key, value) in MemoryFigures.Read())
            writer.WriteNumber(key, value);
        writer.WriteEndObject();
    }

    // The same for the same counters as long as they live, so that two readings can be compared.
    private static string IdOf(Statistic statistic)
    {
        var name = string.Join('\0', statistic.Tags.Select(tag => tag.Key + '\0' + tag.Value).Prepend(statistic.Name));
        return new Guid(SHA256.HashData(Encoding.UTF8.GetBytes(name)).AsSpan(0, 16)).ToString();
    }
}
