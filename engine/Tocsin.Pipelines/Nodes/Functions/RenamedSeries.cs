using Tocsin.Pipelines.Data;

namespace Tocsin.Pipelines.Nodes.Functions;

/// <summary>Series with the tags of others but a given name and no origin: those of results that keep their point's tags.</summary>
internal sealed class RenamedSeries(SeriesTable table)
{
    private readonly SeriesCache<Series> _known = new();

    public Series Of(Series source, string name)
    {
        if (ReferenceEquals(source.Origin, Origin.None) && source.Name == name)
            return source;
        if (_known[source] is { } known && known.Name == name)
            return known;

        var renamed = table.Intern(Origin.None, name, source.Tags);
        _known.Set(source, renamed);
        return renamed;
    }
}
