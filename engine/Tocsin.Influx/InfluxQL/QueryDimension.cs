namespace Tocsin.Influx.InfluxQL;

/// <summary>What a query groups by: a tag, all tags, or spans of time.</summary>
public sealed record QueryDimension
{
    /// <summary>All tags.</summary>
    public static QueryDimension AllTags { get; } = new();

    private QueryDimension()
    {
    }

    /// <summary>The tag; empty for all tags and for time.</summary>
    public string Tag { get; private init; } = "";

    /// <summary>Nanoseconds of one span; 0 when it is not time.</summary>
    public long Length { get; private init; }

    /// <summary>Nanoseconds by which the spans are moved.</summary>
    public long Offset { get; private init; }

    public bool IsTime => Length > 0;

    public static QueryDimension ByTag(string name) => new() { Tag = name };

    public static QueryDimension ByTime(long length, long offset) => new() { Length = length, Offset = offset };

    /// <summary>The same spans of time, moved by so much from 1970.</summary>
    public QueryDimension MovedTo(long offset) => this with { Offset = offset };
}
