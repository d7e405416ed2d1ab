using System.Buffers;
using System.Buffers.Text;
using System.Text;
using Tocsin.Dsl.Text;
using Tocsin.Dsl.Time;
using Tocsin.Sdk;

namespace Tocsin.Alerting.Handlers;

/// <summary>
/// An event as the standard alert JSON that log, tcp, exec and post send: keys in a fixed order, compact,
/// <c>{"id":…,"message":…,"details":…,"time":…,"duration":…,"level":…,"data":{…},"previousLevel":…,"recoverable":…}</c>.
/// </summary>
public static class AlertJson
{
    // Room for the fixed parts; most events then need one growth at the most.
    private const int FixedLength = 256;

    /// <summary>The event with the line feed that ends it, in a buffer of its own.</summary>
    public static ReadOnlyMemory<byte> WriteLine(AlertEvent alert)
    {
        var writer = new ArrayBufferWriter<byte>(
            FixedLength + alert.Id.Length + alert.Message.Length + alert.Details.Length + alert.Data.Length);
        Write(writer, alert);
        writer.Write("\n"u8);
        return writer.WrittenMemory;
    }

    /// <summary>The event, without a line feed.</summary>
    public static void Write(IBufferWriter<byte> writer, AlertEvent alert)
    {
        writer.Write("{\"id\":"u8);
        GoJson.WriteString(writer, alert.Id);
        writer.Write(",\"message\":"u8);
        GoJson.WriteString(writer, alert.Message);
        writer.Write(",\"details\":"u8);
        GoJson.WriteString(writer, alert.Details);
        writer.Write(",\"time\":\""u8);
        Encoding.ASCII.GetBytes(new Instant(alert.UnixNanoseconds).ToString(), writer);
        writer.Write("\",\"duration\":"u8);
        WriteInteger(writer, alert.DurationNanoseconds);
        writer.Write(",\"level\":"u8);
        WriteLevel(writer, alert.Level);
        writer.Write(",\"data\":"u8);
        writer.Write(alert.Data.Span);
        writer.Write(",\"previousLevel\":"u8);
        WriteLevel(writer, alert.PreviousLevel);
        writer.Write(alert.Recoverable ? ",\"recoverable\":true}"u8 : ",\"recoverable\":false}"u8);
    }

    private static void WriteInteger(IBufferWriter<byte> writer, long value)
    {
        const int Longest = 20;
        Utf8Formatter.TryFormat(value, writer.GetSpan(Longest), out var written);
        writer.Advance(written);
    }

    private static void WriteLevel(IBufferWriter<byte> writer, AlertLevel level) => writer.Write(level switch
    {
        AlertLevel.Ok => "\"OK\""u8,
        AlertLevel.Info => "\"INFO\""u8,
        AlertLevel.Warning => "\"WARNING\""u8,
        _ => "\"CRITICAL\""u8,
    });
}
