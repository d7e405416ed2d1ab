using System.Buffers;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Tocsin.Dsl.Data;
using Tocsin.Dsl.Time;
using Tocsin.Pipelines.Data;
using Tocsin.Pipelines.Data.Json;

namespace Tocsin.Pipelines.Recordings.Files;

/// <summary>
/// Writes batches as Kapacitor's <c>.brpl</c> files hold them: a zip archive with an entry for each query of the task, named by its number from
/// 0 on, and in each entry a line of JSON for each batch. For one thread.
/// </summary>
internal sealed class BatchFileWriter : IDisposable
{
    private static readonly JsonWriterOptions Compact = new() { SkipValidation = true };

    private readonly BoundedFile _file;
    private readonly ZipArchive _archive;
    private readonly ArrayBufferWriter<byte> _line = new();
    private readonly ArrayBufferWriter<byte> _value = new();
    private int _queries;
    private Stream? _entry;

    public BatchFileWriter(BoundedFile file)
    {
        _file = file;
        _archive = new ZipArchive(file, ZipArchiveMode.Create);
    }

    /// <summary>Begins the batches of the next query.</summary>
    public void BeginQuery()
    {
        _entry?.Dispose();
        _entry = _archive.CreateEntry((_queries++).ToString(CultureInfo.InvariantCulture), CompressionLevel.Fastest).Open();
    }

    /// <exception cref="RecordingLimitException">The recording is long enough; the batch is part of it.</exception>
    public void Write(SourceBatch batch)
    {
        _line.ResetWrittenCount();
        using (var json = new Utf8JsonWriter(_line, Compact))
            WriteTo(json, batch);
        _line.Write("\n"u8);
        _entry!.Write(_line.WrittenSpan); // A query was begun.
        if (_file.WhyFull is { } why)
            throw new RecordingLimitException(why);
    }

    /// <summary>Ends the file.</summary>
    public void Dispose()
    {
        _entry?.Dispose();
        _archive.Dispose();
    }

    private void WriteTo(Utf8JsonWriter json, SourceBatch batch)
    {
        json.WriteStartObject();
        json.WriteString("name", batch.Name);
        json.WriteString("tmax", new Instant(batch.Time).ToString());
        if (GroupOf(batch) is { Length: > 0 } group)
            json.WriteString("group", group);
        if (batch.IsByName)
            json.WriteBoolean("byname", true);
        if (batch.Tags.Count > 0)
            WriteTags(json, batch.Tags);
        if (batch.Points.Count > 0)
        {
            json.WriteStartArray("points");
            foreach (var point in batch.Points)
                WritePoint(json, point);
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private void WritePoint(Utf8JsonWriter json, Point point)
    {
        json.WriteStartObject();
        json.WriteStartObject("fields");
        foreach (var slot in point.Layout.Sorted)
        {
            _value.ResetWrittenCount();
            if (point.Layout.TypeAt(slot) == FieldType.Null || !SeriesJson.TryWriteField(_value, point, slot))
                continue;
            json.WritePropertyName(point.Layout.NameAt(slot));
            json.WriteRawValue(_value.WrittenSpan, skipInputValidation: true);
        }

        json.WriteEndObject();
        WriteTags(json, point.Tags);
        json.WriteString("time", new Instant(point.Time).ToString());
        json.WriteEndObject();
    }

    private static void WriteTags(Utf8JsonWriter json, TagSet tags)
    {
        json.WriteStartObject("tags");
        for (var i = 0; i < tags.Count; i++)
            json.WriteString(tags.NameAt(i), tags.ValueAt(i));
        json.WriteEndObject();
    }

    // What Kapacitor calls the group; it is made again from the tags by whoever reads it.
    private static string GroupOf(SourceBatch batch)
    {
        var group = new StringBuilder();
        if (batch.IsByName)
            group.Append(batch.Name).Append(batch.Tags.Count > 0 ? "\n" : "");
        for (var i = 0; i < batch.Tags.Count; i++)
            group.Append(i > 0 ? "," : "").Append(batch.Tags.NameAt(i)).Append('=').Append(batch.Tags.ValueAt(i));
        return group.ToString();
    }
}
