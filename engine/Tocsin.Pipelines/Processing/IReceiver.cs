using Tocsin.Pipelines.Data;

namespace Tocsin.Pipelines.Processing;

/// <summary>Takes what comes along an edge. Called by the pipeline's thread only, one message at a time.</summary>
internal interface IReceiver
{
    /// <summary>One point on a stream edge. It is not the receiver's to keep: see <see cref="Point.Keep"/>.</summary>
    void OnPoint(Point point, Group group);

    /// <summary>One batch on a batch edge.</summary>
    void OnBatch(Batch batch);

    /// <summary>Nothing older than <paramref name="time"/> (nanoseconds since 1970) will come for the group.</summary>
    void OnBarrier(Group group, long time);

    /// <summary>The group is over: whatever is kept for it goes.</summary>
    void OnDeleteGroup(Group group);
}
