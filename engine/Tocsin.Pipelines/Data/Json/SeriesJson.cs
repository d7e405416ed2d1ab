using System.Buffers;
using System.Buffers.Text;
using Tocsin.Dsl.Data;
using Tocsin.Dsl.Text;
using Tocsin.Dsl.Time;

namespace Tocsin.Pipelines.Data.Json;

/// <summary>
/// Points and batches as the JSON that leaves the engine: <c>{"series":[{"name":…,"tags":…,"columns":["time",…],"values":[[…]]}]}</c>,
/// compact, empty parts left out. Answers false where a number has no JSON form (NaN, infinity); what was written is then worthless.
/// </summary>
internal static class SeriesJson
{
    /// <summary>A document with one series.</summary>
    public static bool TryWriteDocument(IBufferWriter<byte> writer, Point point)
    {
        writer.Write("{\"series\":["u8);
        var isWritten = TryWriteRow(writer, point);
        writer.Write("]}"u8);
        return isWritten;
    }

    /// <summary>A document with one series.</summary>
    public static bool TryWriteDocument(IBufferWriter<byte> writer, Batch batch)
    {
        writer.Write("{\"series\":["u8);
        var isWritten = TryWriteRow(writer, batch);
        writer.Write("]}"u8);
        return isWritten;
    }

    /// <summary>One series of one point, with all of its tags and its fields by name.</summary>
    public static bool TryWriteRow(IBufferWriter<byte> writer, Point point)
    {
        WriteHead(writer, point.Name, point.Tags);
        writer.Write(",\"columns\":[\"time\""u8);
        var layout = point.Layout;
        foreach (var slot in layout.Sorted)
        {
            writer.Write(","u8);
            GoJson.WriteString(writer, layout.NameAt(slot));
        }

        writer.Write("],\"values\":[["u8);
        WriteTime(writer, point.Time);
        foreach (var slot in layout.Sorted)
        {
            writer.Write(","u8);
            if (!TryWriteField(writer, point, slot))
                return false;
        }

        writer.Write("]]}"u8);
        return true;
    }

    /// <summary>
    /// One series of a batch. The columns are the fields and the tags, other than the group's, of its first point: what only later points
    /// have is left out.
    /// </summary>
    public static bool TryWriteRow(IBufferWriter<byte> writer, Batch batch)
    {
        WriteHead(writer, batch.Name, batch.Group.Tags);
        if (batch.Points.Count == 0)
        {
            writer.Write("}"u8);
            return true;
        }

        var first = batch.Points[0];
        var columns = first.Layout.NameList
            .Union(first.Tags.Keys.Names.Where(name => batch.Group.Tags.Keys.IndexOf(name) < 0))
            .Order(Utf8Order.Comparer)
            .ToArray();
        writer.Write(",\"columns\":[\"time\""u8);
        foreach (var column in columns)
        {
            writer.Write(","u8);
            GoJson.WriteString(writer, column);
        }

        writer.Write("],\"values\":["u8);
        for (var i = 0; i < batch.Points.Count; i++)
        {
            if (i > 0)
                writer.Write(","u8);
            if (!TryWriteCells(writer, batch.Points[i], columns))
                return false;
        }

        writer.Write("]}"u8);
        return true;
    }

    /// <summary>A field's value.</summary>
    public static bool TryWriteField(IBufferWriter<byte> writer, Row row, int slot)
    {
        switch (row.Layout.TypeAt(slot))
        {
            case FieldType.Float:
                return GoFloat.WriteJson(writer, row.Float(slot));
            case FieldType.Integer or FieldType.Duration:
                WriteInteger(writer, row.Integer(slot));
                return true;
            case FieldType.Boolean:
                writer.Write(row.Boolean(slot) ? "true"u8 : "false"u8);
                return true;
            case FieldType.String:
                GoJson.WriteString(writer, row.Text(slot));
                return true;
            default:
                writer.Write("null"u8);
                return true;
        }
    }

    private static bool TryWriteCells(IBufferWriter<byte> writer, Point point, string[] columns)
    {
        writer.Write("["u8);
        WriteTime(writer, point.Time);
        foreach (var column in columns)
        {
            writer.Write(","u8);
            var slot = point.Layout.IndexOf(column);
            if (slot >= 0)
            {
                if (!TryWriteField(writer, point, slot))
                    return false;
            }
            else if (point.Tags.Find(column) is { } tag)
            {
                GoJson.WriteString(writer, tag);
            }
            else
            {
                writer.Write("null"u8);
            }
        }

        writer.Write("]"u8);
        return true;
    }

    private static void WriteHead(IBufferWriter<byte> writer, string name, TagSet tags)
    {
        writer.Write("{"u8);
        if (name.Length > 0)
        {
            writer.Write("\"name\":"u8);
            GoJson.WriteString(writer, name);
        }

        if (tags.Count == 0)
            return;

        writer.Write(name.Length > 0 ? ",\"tags\":{"u8 : "\"tags\":{"u8);
        for (var i = 0; i < tags.Count; i++)
        {
            if (i > 0)
                writer.Write(","u8);
            GoJson.WriteString(writer, tags.NameAt(i));
            writer.Write(":"u8);
            GoJson.WriteString(writer, tags.ValueAt(i));
        }

        writer.Write("}"u8);
    }

    private static void WriteTime(IBufferWriter<byte> writer, long time)
    {
        writer.Write("\""u8);
        Span<byte> text = stackalloc byte[40];
        writer.Write(text[..System.Text.Encoding.UTF8.GetBytes(new Instant(time).ToString(), text)]);
        writer.Write("\""u8);
    }

    private static void WriteInteger(IBufferWriter<byte> writer, long value)
    {
        var span = writer.GetSpan(20);
        Utf8Formatter.TryFormat(value, span, out var written);
        writer.Advance(written);
    }
}
