namespace Tocsin.Influx.Answers;

/// <summary>Takes the series of an answer while it arrives. What it throws ends the request and reaches whoever asked.</summary>
public interface IInfluxRows
{
    /// <summary>A series begins; the one before has ended.</summary>
    void Begin(InfluxSeries series);

    /// <summary>A row of the series at hand.</summary>
    /// <param name="cells">One for each column. Not to be kept: they are used again for the next row.</param>
    void Add(ReadOnlySpan<InfluxCell> cells);

    /// <summary>The series has ended.</summary>
    void End();
}
