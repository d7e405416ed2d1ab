namespace Tocsin.Sdk.Functions;

/// <summary>A point in the making. Good until it is emitted or the next one is begun; one that is never emitted is forgotten.</summary>
public abstract class PointDraft
{
    /// <summary>Sets a field, whatever type it had before.</summary>
    /// <exception cref="ArgumentException">The value is <see cref="FieldKind.Missing"/>.</exception>
    public abstract PointDraft Set(string field, FieldValue value);

    /// <summary>Takes a field away, if it is there.</summary>
    public abstract PointDraft Remove(string field);

    /// <summary>Sets a tag. When the points are grouped by it, the point moves to the group of the new value; in a batch it stays.</summary>
    public abstract PointDraft SetTag(string tag, string value);

    /// <summary>Takes a tag away, if it is there.</summary>
    public abstract PointDraft RemoveTag(string tag);

    /// <summary>Gives the point another measurement.</summary>
    public abstract PointDraft Rename(string name);

    /// <summary>Gives the point another time, in nanoseconds since 1970 in UTC.</summary>
    public abstract PointDraft At(long unixNanoseconds);

    /// <summary>Gives the point another time.</summary>
    public PointDraft At(DateTimeOffset time) => At(DataTime.ToUnixNanoseconds(time));

    /// <summary>Sends the point. The draft is spent.</summary>
    /// <exception cref="InvalidOperationException">The point has no fields, or the draft is spent already.</exception>
    public abstract void Emit();
}
