namespace Tocsin.Sdk.Functions;

/// <summary>What a <see cref="BatchView"/> reads. The engine implements it; functions never see it, their tests may.</summary>
public interface IBatchData
{
    /// <summary>The measurement.</summary>
    string Name { get; }

    /// <summary>The end of the batch in nanoseconds since 1970 in UTC.</summary>
    long UnixNanoseconds { get; }

    /// <summary>How many points there are.</summary>
    int Count { get; }

    /// <summary>The point at a place.</summary>
    IPointData PointAt(int index);

    /// <summary>The value of a tag of the group, or null when there is none.</summary>
    string? Tag(string name);
}
