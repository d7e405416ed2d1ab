namespace Tocsin.Pipelines.Data;

/// <summary>The same tags of a known series in another order.</summary>
internal sealed class SeriesAlias(Series known) : SeriesEntry
{
    public Series Known { get; } = known;
}
