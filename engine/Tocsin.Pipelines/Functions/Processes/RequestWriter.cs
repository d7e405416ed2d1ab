using System.Buffers;
using Google.Protobuf;
using Google.Protobuf.Collections;
using Tocsin.Dsl.Data;
using Tocsin.Pipelines.Data;
using Tocsin.Pipelines.Functions.Processes.Wire;
using Tocsin.Sdk.Functions;

namespace Tocsin.Pipelines.Functions.Processes;

/// <summary>
/// Puts points and batches into the form that functions read, into a buffer that is sent when there is enough of it. Fields without a value are
/// left out, durations are whole nanoseconds. For one thread at a time.
/// </summary>
internal sealed class RequestWriter
{
    private readonly ArrayBufferWriter<byte> _buffer = new(64 * 1024);
    private readonly Wire.Point _point = new();
    private readonly Request _request;

    public RequestWriter() => _request = new Request { Point = _point };

    /// <summary>What was written and not sent yet.</summary>
    public ReadOnlyMemory<byte> Written => _buffer.WrittenMemory;

    /// <summary>Any message in its frame.</summary>
    public static byte[] Pack(Request request)
    {
        var buffer = new ArrayBufferWriter<byte>(64);
        Write(request, buffer);
        return buffer.WrittenSpan.ToArray();
    }

    public void Clear() => _buffer.ResetWrittenCount();

    public void Write(in FunctionInput input)
    {
        if (input.Point is { } point)
            Write(point, input.Group);
        else if (input.Batch is { } batch)
            Write(batch);
    }

    private void Write(Data.Point point, Group group)
    {
        Begin(point, group);
        _point.Name = point.Name;
        _point.Database = point.Series.Origin.Database;
        _point.RetentionPolicy = point.Series.Origin.RetentionPolicy;
        _point.ByName = group.Dimensions.ByName;
        foreach (var name in group.Dimensions.TagNames)
            _point.Dimensions.Add(name);
        Write(_request, _buffer);
    }

    // The measurement, the database and the dimensions of a batch's points are those of the batch.
    private void Write(Batch batch)
    {
        var (group, dimensions) = (batch.Group.Id, batch.Group.Dimensions);
        var begin = new BeginBatch { Name = batch.Name, Group = group, Size = batch.Points.Count, ByName = dimensions.ByName };
        Fill(begin.Tags, batch.Group.Tags);
        Write(new Request { Begin = begin }, _buffer);
        foreach (var point in batch.Points)
        {
            Begin(point, batch.Group);
            Write(_request, _buffer);
        }

        var end = new EndBatch { Name = batch.Name, Group = group, Tmax = batch.Time, ByName = dimensions.ByName };
        Fill(end.Tags, batch.Group.Tags);
        Write(new Request { End = end }, _buffer);
    }

    private void Begin(Data.Point point, Group group)
    {
        _point.Name = _point.Database = _point.RetentionPolicy = "";
        _point.ByName = false;
        _point.Dimensions.Clear();
        _point.Tags.Clear();
        _point.FieldsBool.Clear();
        _point.FieldsDouble.Clear();
        _point.FieldsInt.Clear();
        _point.FieldsString.Clear();
        _point.Time = point.Time;
        _point.Group = group.Id;
        Fill(_point.Tags, point.Tags);
        IPointData fields = point;
        for (var i = 0; i < fields.FieldCount; i++)
            Add(fields.FieldName(i), fields.FieldAt(i));
    }

    private void Add(string name, FieldValue value)
    {
        switch (value.Kind)
        {
            case FieldKind.Float:
                _point.FieldsDouble[name] = value.Number;
                break;
            case FieldKind.Integer or FieldKind.Duration:
                _point.FieldsInt[name] = value.Integer;
                break;
            case FieldKind.Boolean:
                _point.FieldsBool[name] = value.Boolean;
                break;
            case FieldKind.Text:
                _point.FieldsString[name] = value.Text;
                break;
        }
    }

    private static void Fill(MapField<string, string> map, TagSet tags)
    {
        for (var i = 0; i < tags.Count; i++)
            map[tags.NameAt(i)] = tags.ValueAt(i);
    }

    private static void Write(Request request, ArrayBufferWriter<byte> buffer)
    {
        var length = (uint)request.CalculateSize();
        var head = buffer.GetSpan(5);
        var at = 0;
        for (; length >= 0x80; length >>= 7)
            head[at++] = (byte)(length | 0x80);
        head[at++] = (byte)length;
        buffer.Advance(at);
        request.WriteTo(buffer);
    }
}
