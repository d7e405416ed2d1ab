using Tocsin.Dsl.Data;
using Tocsin.Pipelines.Data.LineProtocol;

namespace Tocsin.Pipelines.Data;

/// <summary>
/// A measurement with one set of tags at one origin. Interned by <see cref="SeriesTable"/>, so that what a task found out about a series is
/// found again by its <see cref="Id"/>.
/// </summary>
internal sealed class Series
{
    internal Series(int id, SeriesEpoch epoch, Origin origin, string name, TagSet tags)
    {
        Id = id;
        Epoch = epoch;
        Origin = origin;
        Name = name;
        Tags = tags;
    }

    /// <summary>Dense within its epoch.</summary>
    public int Id { get; }

    public Origin Origin { get; }

    /// <summary>The measurement.</summary>
    public string Name { get; }

    public TagSet Tags { get; }

    internal SeriesEpoch Epoch { get; }

    /// <summary>The fields of the last line read: a guess that makes the next one cheap. Any thread may set it; any value is right.</summary>
    internal FieldPlan? LastPlan { get; set; }
}
