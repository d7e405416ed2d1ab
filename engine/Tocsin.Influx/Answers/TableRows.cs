using Tocsin.Influx.Connections;

namespace Tocsin.Influx.Answers;

/// <summary>Keeps an answer that is expected to be small.</summary>
/// <param name="mostCells">More are refused.</param>
internal sealed class TableRows(int mostCells) : IInfluxRows
{
    private readonly List<InfluxTable> _tables = [];
    private List<InfluxCell[]> _rows = [];
    private long _cells;

    public IReadOnlyList<InfluxTable> Tables => _tables;

    public void Begin(InfluxSeries series)
    {
        _rows = [];
        _tables.Add(new InfluxTable(series, _rows));
    }

    public void Add(ReadOnlySpan<InfluxCell> cells)
    {
        _cells += cells.Length;
        if (_cells > mostCells)
            throw new InfluxException(InfluxFailure.TooLarge, $"the answer has more than {mostCells} values: ask for less");
        _rows.Add(cells.ToArray());
    }

    public void End()
    {
    }
}
