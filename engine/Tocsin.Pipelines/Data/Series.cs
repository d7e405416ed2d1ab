using Tocsin.Dsl.Data;

namespace Tocsin.Pipelines.Data;

/// <summary>
/// A measurement with one set of tags at one origin. Interned by <see cref="SeriesTable"/>, so that what a task found out about a series is
/// found again by its <see cref="Id"/>.
/// </summary>
internal sealed class Series : SeriesEntry
{
    internal Series(int id, Measurement measurement, TagSet tags, int partsHash)
    {
        Id = id;
        PartsHash = partsHash;
        Measurement = measurement;
        Tags = tags;
    }

    /// <summary>Dense within its measurement: who reads few measurements remembers as few series.</summary>
    public int Id { get; }

    public Measurement Measurement { get; }

    public Origin Origin => Measurement.Origin;

    /// <summary>The measurement's name.</summary>
    public string Name => Measurement.Name;

    public TagSet Tags { get; }

    /// <summary>The fields of the last line read: a guess that makes the next one cheap. Any thread may set it; any value is right.</summary>
    internal FieldPlan? LastPlan { get; set; }

    /// <summary>The hash of what makes the series itself.</summary>
    internal int PartsHash { get; }

    /// <summary>The next series in the bucket of <see cref="SeriesIndex"/>, which alone sets it.</summary>
    internal Series? Next { get; set; }
}
