using Tocsin.Pipelines.Data;

namespace Tocsin.Pipelines.Processing;

/// <summary>
/// Takes what comes along an edge. Called by the pipeline's thread only, one message at a time. A class and no interface: one place calls all
/// kinds of receivers for every point, where a call through an interface costs a search.
/// </summary>
public abstract class Receiver
{
    /// <summary>One point on a stream edge. It is not the receiver's to keep: see <see cref="Point.Keep"/>.</summary>
    public abstract void OnPoint(Point point, Group group);

    /// <summary>One batch on a batch edge.</summary>
    public abstract void OnBatch(Batch batch);

    /// <summary>Nothing older than <paramref name="time"/> (nanoseconds since 1970) will come for the group.</summary>
    public abstract void OnBarrier(Group group, long time);

    /// <summary>The group is over: whatever is kept for it goes.</summary>
    public abstract void OnDeleteGroup(Group group);
}
