using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using Tocsin.Sdk;

namespace Tocsin.Alerting.Storage.Rows;

/// <summary>
/// Events as bytes, for storage: a version, then each member in a fixed order; texts as their length and UTF-8. All but the idempotency
/// key, which belongs to a delivery. What earlier versions wrote is still read.
/// </summary>
public static class EventCodec
{
    private const byte Version = 4;

    /// <summary>Knows no links, no system and no activity.</summary>
    private const byte FirstVersion = 1;

    /// <summary>Knows no incidents but that of an activity.</summary>
    private const byte SecondVersion = 2;

    /// <summary>Knows no members.</summary>
    private const byte ThirdVersion = 3;

    // Groups are not gathered into groups: what claims to be is damaged.
    private const int DeepestMembers = 1;

    private const byte Recoverable = 1;
    private const byte DetailsAreData = 2;

    private enum FieldKind : byte
    {
        Null,
        Float,
        Integer,
        Boolean,
        Text,
    }

    public static void Write(IBufferWriter<byte> writer, AlertEvent alert)
    {
        var span = writer.GetSpan(32);
        span[0] = Version;
        span[1] = (byte)alert.Level;
        span[2] = (byte)alert.PreviousLevel;
        span[3] = (byte)((alert.Recoverable ? Recoverable : 0) | (alert.HasWrittenDetails ? 0 : DetailsAreData));
        BinaryPrimitives.WriteInt64LittleEndian(span[4..], alert.UnixNanoseconds);
        BinaryPrimitives.WriteInt64LittleEndian(span[12..], alert.DurationNanoseconds);
        writer.Advance(20);
        WriteText(writer, alert.Topic);
        WriteText(writer, alert.Id);
        WriteText(writer, alert.Message);
        WriteText(writer, alert.Details);
        WriteText(writer, alert.Name);
        WriteText(writer, alert.TaskName);
        WriteText(writer, alert.Group);
        WriteLength(writer, alert.Tags.Count);
        foreach (var (name, value) in alert.Tags)
        {
            WriteText(writer, name);
            WriteText(writer, value);
        }

        WriteLength(writer, alert.Fields.Count);
        foreach (var (name, value) in alert.Fields)
        {
            WriteText(writer, name);
            WriteField(writer, value);
        }

        WriteLength(writer, alert.Data.Length);
        writer.Write(alert.Data.Span);
        WriteLength(writer, alert.Links.Count);
        foreach (var link in alert.Links)
        {
            WriteText(writer, link.Text);
            WriteText(writer, link.Href);
        }

        WriteText(writer, alert.System);
        WriteActivity(writer, alert.Activity);
        WriteLength(writer, alert.Incidents.Count);
        foreach (var incident in alert.Incidents)
            WriteIncident(writer, incident);
        WriteMembers(writer, alert.Members);
    }

    /// <summary>The event in bytes of its own.</summary>
    public static byte[] ToBytes(AlertEvent alert)
    {
        var writer = new ArrayBufferWriter<byte>(1024);
        Write(writer, alert);
        return writer.WrittenSpan.ToArray();
    }

    /// <exception cref="StoreException">The bytes are not an event.</exception>
    public static AlertEvent Read(ReadOnlyMemory<byte> bytes) => Read(bytes, DeepestMembers);

    private static AlertEvent Read(ReadOnlyMemory<byte> bytes, int deepest)
    {
        try
        {
            return bytes.Span[0] is >= FirstVersion and <= Version
                ? ReadKnown(bytes, deepest)
                : throw new StoreException($"An event in storage has the unknown version {bytes.Span[0]}.");
        }
        catch (Exception error) when (error is ArgumentException or IndexOutOfRangeException)
        {
            throw new StoreException("An event in storage is damaged.", error);
        }
    }

    /// <summary>The event, or null when the bytes are not one.</summary>
    public static AlertEvent? TryRead(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            return Read(bytes);
        }
        catch (StoreException)
        {
            return null;
        }
    }

    private static AlertEvent ReadKnown(ReadOnlyMemory<byte> bytes, int deepest)
    {
        var span = bytes.Span;
        if (span[1] > (byte)AlertLevel.Critical || span[2] > (byte)AlertLevel.Critical)
            throw new ArgumentException("an unknown level", nameof(bytes));
        var rest = span[20..];
        var alert = new AlertEvent
        {
            Level = (AlertLevel)span[1],
            PreviousLevel = (AlertLevel)span[2],
            Recoverable = (span[3] & Recoverable) != 0,
            HasWrittenDetails = (span[3] & DetailsAreData) == 0,
            UnixNanoseconds = BinaryPrimitives.ReadInt64LittleEndian(span[4..]),
            DurationNanoseconds = BinaryPrimitives.ReadInt64LittleEndian(span[12..]),
            Topic = ReadText(ref rest),
            Id = ReadText(ref rest),
            Message = ReadText(ref rest),
            Details = ReadText(ref rest),
            Name = ReadText(ref rest),
            TaskName = ReadText(ref rest),
            Group = ReadText(ref rest),
            Tags = ReadTags(ref rest),
            Fields = ReadFields(ref rest),
            Data = ReadData(bytes, ref rest),
        };
        if (span[0] == FirstVersion)
            return alert;
        alert = alert with { Links = ReadLinks(ref rest), System = ReadText(ref rest), Activity = ReadActivity(ref rest) };
        if (span[0] == SecondVersion)
            return alert;
        alert = alert with { Incidents = ReadIncidents(ref rest) };
        return span[0] == ThirdVersion ? alert : alert with { Members = ReadMembers(bytes, ref rest, deepest) };
    }

    private static void WriteMembers(IBufferWriter<byte> writer, IReadOnlyList<AlertEvent> members)
    {
        WriteLength(writer, members.Count);
        if (members.Count == 0)
            return;
        var buffer = new ArrayBufferWriter<byte>(4096);
        foreach (var member in members)
        {
            buffer.ResetWrittenCount();
            Write(buffer, member);
            WriteLength(writer, buffer.WrittenCount);
            writer.Write(buffer.WrittenSpan);
        }
    }

    private static AlertEvent[] ReadMembers(ReadOnlyMemory<byte> bytes, ref ReadOnlySpan<byte> rest, int deepest)
    {
        var count = ReadLength(ref rest);
        if (count == 0)
            return [];
        if (deepest == 0)
            throw new ArgumentException("members of members", nameof(bytes));

        var members = new List<AlertEvent>();
        for (var i = 0; i < count; i++)
            members.Add(Read(ReadData(bytes, ref rest), deepest - 1));
        return [.. members];
    }

    // The data is not copied: it is a part of the bytes.
    private static ReadOnlyMemory<byte> ReadData(ReadOnlyMemory<byte> bytes, ref ReadOnlySpan<byte> rest)
    {
        var length = ReadLength(ref rest);
        var data = bytes.Slice(bytes.Length - rest.Length, length);
        rest = rest[length..];
        return data;
    }

    private static AlertLink[] ReadLinks(ref ReadOnlySpan<byte> rest)
    {
        var count = ReadLength(ref rest);
        if (count == 0)
            return [];

        var links = new List<AlertLink>();
        for (var i = 0; i < count; i++)
            links.Add(new AlertLink(ReadText(ref rest), ReadText(ref rest)));
        return [.. links];
    }

    private static void WriteActivity(IBufferWriter<byte> writer, AlertActivity? activity)
    {
        var span = writer.GetSpan(10);
        if (activity is null)
        {
            span[0] = 0;
            writer.Advance(1);
            return;
        }

        span[0] = activity.Incident is null ? (byte)1 : (byte)2;
        span[1] = (byte)activity.Kind;
        BinaryPrimitives.WriteInt64LittleEndian(span[2..], activity.At.UtcTicks);
        writer.Advance(10);
        WriteText(writer, activity.By);
        WriteText(writer, activity.Text);
        WriteText(writer, activity.System);
        if (activity.Incident is not { } incident)
            return;
        WriteIncident(writer, incident);
    }

    private static void WriteIncident(IBufferWriter<byte> writer, IncidentReference incident)
    {
        WriteText(writer, incident.System);
        WriteText(writer, incident.Id);
        WriteText(writer, incident.Url);
    }

    private static IncidentReference ReadIncident(ref ReadOnlySpan<byte> rest) => new(ReadText(ref rest), ReadText(ref rest), ReadText(ref rest));

    private static IncidentReference[] ReadIncidents(ref ReadOnlySpan<byte> rest)
    {
        var count = ReadLength(ref rest);
        if (count == 0)
            return [];

        var incidents = new List<IncidentReference>();
        for (var i = 0; i < count; i++)
            incidents.Add(ReadIncident(ref rest));
        return [.. incidents];
    }

    private static AlertActivity? ReadActivity(ref ReadOnlySpan<byte> rest)
    {
        var form = rest[0];
        if (form == 0)
        {
            rest = rest[1..];
            return null;
        }

        var kind = (ActivityKind)rest[1];
        var at = new DateTimeOffset(BinaryPrimitives.ReadInt64LittleEndian(rest[2..]), TimeSpan.Zero);
        rest = rest[10..];
        return new AlertActivity
        {
            Kind = kind,
            At = at,
            By = ReadText(ref rest),
            Text = ReadText(ref rest),
            System = ReadText(ref rest),
            Incident = form == 2 ? ReadIncident(ref rest) : null,
        };
    }

    private static Dictionary<string, string> ReadTags(ref ReadOnlySpan<byte> rest)
    {
        var count = ReadLength(ref rest);
        var tags = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < count; i++)
            tags.Add(ReadText(ref rest), ReadText(ref rest));
        return tags;
    }

    private static Dictionary<string, object?> ReadFields(ref ReadOnlySpan<byte> rest)
    {
        var count = ReadLength(ref rest);
        var fields = new Dictionary<string, object?>(StringComparer.Ordinal);
        for (var i = 0; i < count; i++)
            fields.Add(ReadText(ref rest), ReadField(ref rest));
        return fields;
    }

    private static void WriteField(IBufferWriter<byte> writer, object? value)
    {
        var span = writer.GetSpan(9);
        switch (value)
        {
            case double number:
                span[0] = (byte)FieldKind.Float;
                BinaryPrimitives.WriteDoubleLittleEndian(span[1..], number);
                writer.Advance(9);
                break;
            case long number:
                span[0] = (byte)FieldKind.Integer;
                BinaryPrimitives.WriteInt64LittleEndian(span[1..], number);
                writer.Advance(9);
                break;
            case bool truth:
                span[0] = (byte)FieldKind.Boolean;
                span[1] = truth ? (byte)1 : (byte)0;
                writer.Advance(2);
                break;
            case string text:
                span[0] = (byte)FieldKind.Text;
                writer.Advance(1);
                WriteText(writer, text);
                break;
            default:
                span[0] = (byte)FieldKind.Null;
                writer.Advance(1);
                break;
        }
    }

    private static object? ReadField(ref ReadOnlySpan<byte> rest)
    {
        var kind = (FieldKind)rest[0];
        rest = rest[1..];
        object? value = kind switch
        {
            FieldKind.Float => BinaryPrimitives.ReadDoubleLittleEndian(rest),
            FieldKind.Integer => BinaryPrimitives.ReadInt64LittleEndian(rest),
            FieldKind.Boolean => rest[0] != 0,
            FieldKind.Text => ReadText(ref rest),
            _ => null,
        };
        rest = rest[(kind switch { FieldKind.Float or FieldKind.Integer => 8, FieldKind.Boolean => 1, _ => 0 })..];
        return value;
    }

    private static void WriteText(IBufferWriter<byte> writer, string text)
    {
        WriteLength(writer, Encoding.UTF8.GetByteCount(text));
        if (text.Length > 0)
            Encoding.UTF8.GetBytes(text, writer);
    }

    private static string ReadText(ref ReadOnlySpan<byte> rest)
    {
        var length = ReadLength(ref rest);
        var text = Encoding.UTF8.GetString(rest[..length]);
        rest = rest[length..];
        return text;
    }

    // Seven bits a byte, lowest first; the high bit says that more follow.
    private static void WriteLength(IBufferWriter<byte> writer, int length)
    {
        var span = writer.GetSpan(5);
        var used = 0;
        var left = (uint)length;
        for (; left >= 0x80; left >>= 7)
            span[used++] = (byte)(left | 0x80);
        span[used++] = (byte)left;
        writer.Advance(used);
    }

    private static int ReadLength(ref ReadOnlySpan<byte> rest)
    {
        var value = 0u;
        var used = 0;
        byte current;
        do
        {
            current = rest[used];
            value |= (uint)(current & 0x7F) << (7 * used);
            used++;
        }
        while (current >= 0x80 && used < 5);
        rest = rest[used..];
        return (int)value;
    }
}
