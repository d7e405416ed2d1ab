using Tocsin.Pipelines.Data;
using Tocsin.Sdk.Functions;

namespace Tocsin.Pipelines.Functions;

/// <summary>Where the instance of one group sends its points: on, or into the batch under way.</summary>
internal sealed class FunctionOutput(UserFunctionProcessor processor, Group group) : BatchOutput
{
    /// <summary>Takes the points of the batch under way; null while they go on one by one.</summary>
    public List<Point>? Gathered { get; set; }

    /// <summary>True during a call. Points sent at another time would come from a thread that is not the task's.</summary>
    public bool IsOpen { get; set; }

    /// <summary>The measurement of the batches that are made.</summary>
    public string Name { get; set; } = "";

    public override int Count => Gathered?.Count ?? 0;

    public override void Emit(PointView point)
    {
        ThrowIfClosed();

        // A function that brings data of its own is a test; the engine's views are over its points.
        if (point.Data is Point own)
            Send(own, group);
        else
            throw new ArgumentException("the view is not one that the engine gave", nameof(point));
    }

    public override PointDraft Change(PointView point)
    {
        ThrowIfClosed();
        return point.Data is Point own
            ? processor.Draft.Begin(this, group, own)
            : throw new ArgumentException("the view is not one that the engine gave", nameof(point));
    }

    public override PointDraft Create(string name, long unixNanoseconds)
    {
        ThrowIfClosed();
        return processor.Draft.Begin(this, group, name, unixNanoseconds);
    }

    public override void EndBatch(long unixNanoseconds)
    {
        ThrowIfClosed();
        var points = Gathered ?? [];
        Gathered = [];
        processor.Pass(new Batch(Name, group, unixNanoseconds, points));
    }

    /// <summary>Sends a point that its function made.</summary>
    /// <param name="target">Its group, which is another than the function's when its tags were changed.</param>
    public void Send(Point point, Group target)
    {
        ThrowIfClosed();
        if (Gathered is { } points)
            points.Add(point.Keep());
        else
            processor.Pass(point, target);
    }

    private void ThrowIfClosed()
    {
        if (!IsOpen)
            throw new InvalidOperationException("points can only be emitted during the call that brought the output");
    }
}
