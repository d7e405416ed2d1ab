namespace Tocsin.Sdk.Functions;

/// <summary>What a <see cref="PointView"/> reads. The engine implements it; functions never see it, their tests may.</summary>
public interface IPointData
{
    /// <summary>The measurement.</summary>
    string Name { get; }

    /// <summary>Nanoseconds since 1970 in UTC.</summary>
    long UnixNanoseconds { get; }

    /// <summary>How many fields there are.</summary>
    int FieldCount { get; }

    /// <summary>How many tags there are.</summary>
    int TagCount { get; }

    /// <summary>The place of a field, or -1.</summary>
    int IndexOfField(string name);

    /// <summary>The name of the field at a place.</summary>
    string FieldName(int index);

    /// <summary>The value of the field at a place.</summary>
    FieldValue FieldAt(int index);

    /// <summary>The value of a tag, or null when there is none.</summary>
    string? Tag(string name);

    /// <summary>The name of the tag at a place.</summary>
    string TagName(int index);

    /// <summary>The value of the tag at a place.</summary>
    string TagAt(int index);
}
