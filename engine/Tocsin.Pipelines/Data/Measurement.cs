namespace Tocsin.Pipelines.Data;

/// <summary>The series of one name at one origin. Interned by <see cref="SeriesTable"/>: compare references.</summary>
internal sealed class Measurement(SeriesEpoch epoch, Origin origin, string name)
{
    public Origin Origin { get; } = origin;

    public string Name { get; } = name;

    /// <summary>Which tags and fields its points had.</summary>
    public MeasurementNames Names { get; } = new();

    internal SeriesEpoch Epoch { get; } = epoch;

    /// <summary>Series by now, and so the number of the next one. The table's lock guards it.</summary>
    internal int SeriesCount { get; set; }
}
