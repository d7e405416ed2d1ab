using Tocsin.Dsl.Binding;
using Tocsin.Pipelines.Data.LineProtocol;
using Tocsin.Pipelines.Functions.Processes.Wire;

namespace Tocsin.Pipelines.Functions.Processes;

/// <summary>Puts the messages of a function together: points alone, or those between a begin and an end. Begins anew with each session.</summary>
internal sealed class BatchInMaking(ProcessFunctionOptions options, EdgeKind provides)
{
    private List<Wire.Point>? _points;
    private long _bytes;

    /// <summary>The next message; false when it only is a part of a batch.</summary>
    /// <exception cref="FunctionEndedException">It stands where the protocol has none, has more tags or fields than points may have, or a batch grows too large.</exception>
    public bool TryTake(Response message, int length, out FunctionResult result)
    {
        result = default;
        CheckWidth(message);
        switch (message.MessageCase)
        {
            case Response.MessageOneofCase.Point when _points is null:
                if (provides == EdgeKind.Batch)
                    throw new FunctionEndedException("it sent a point outside of a batch, though it says that it provides batches");
                result = new FunctionResult(message.Point, null, null);
                return true;
            case Response.MessageOneofCase.Point:
                if ((_bytes += length) > options.BatchBytes)
                    throw new FunctionEndedException($"a batch of it has more bytes than batch-bytes allows, {options.BatchBytes}");
                _points.Add(message.Point);
                return false;
            case Response.MessageOneofCase.Begin when _points is null:
                if (provides == EdgeKind.Stream)
                    throw new FunctionEndedException("it sent a batch, though it says that it provides a stream of points");
                (_points, _bytes) = ([], 0);
                return false;
            case Response.MessageOneofCase.End when _points is { } points:
                result = new FunctionResult(null, points, message.End);
                _points = null;
                return true;
            default:
                throw new FunctionEndedException(_points is null ? "it ended a batch that it had not begun" : "it began a batch within a batch");
        }
    }

    // Each field has a place in the layout of points, and all of them go into the data of an alert.
    private static void CheckWidth(Response message)
    {
        var point = message.Point;
        var fields = point is null ? 0 : point.FieldsDouble.Count + point.FieldsInt.Count + point.FieldsBool.Count + point.FieldsString.Count;
        var tags = point?.Tags.Count ?? message.End?.Tags.Count ?? 0;
        var dimensions = point?.Dimensions.Count ?? 0;
        Check(fields, "fields");
        Check(tags, "tags");
        Check(dimensions, "dimensions");
    }

    private static void Check(int count, string what)
    {
        if (count > LineProtocolReader.MostFields)
            throw new FunctionEndedException($"it sent a point with {count} {what}, more than the {LineProtocolReader.MostFields} that points may have");
    }
}
