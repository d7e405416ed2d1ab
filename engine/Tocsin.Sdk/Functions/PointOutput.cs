namespace Tocsin.Sdk.Functions;

/// <summary>Where a function sends its points. Good during the call that brought it.</summary>
public abstract class PointOutput
{
    /// <summary>Passes a point on as it is, without a copy where that is possible.</summary>
    public abstract void Emit(PointView point);

    /// <summary>A copy of a point to change and then emit: <c>output.Change(point).Set("celsius", 21.5).Emit()</c>.</summary>
    public abstract PointDraft Change(PointView point);

    /// <summary>A point with the tags of the group and no fields yet.</summary>
    /// <param name="name">The measurement.</param>
    /// <param name="unixNanoseconds">The time in nanoseconds since 1970 in UTC.</param>
    public abstract PointDraft Create(string name, long unixNanoseconds);

    /// <inheritdoc cref="Create(string, long)"/>
    /// <param name="time">The time.</param>
    public PointDraft Create(string name, DateTimeOffset time) => Create(name, DataTime.ToUnixNanoseconds(time));
}
