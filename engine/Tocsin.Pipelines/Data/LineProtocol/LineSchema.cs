using System.Text;
using Tocsin.Dsl.Data.Schemas;

namespace Tocsin.Pipelines.Data.LineProtocol;

/// <summary>Which measurements, tags and fields the points of a text have.</summary>
public static class LineSchema
{
    private const int MostMeasurements = 10_000;

    /// <param name="text">Points as line protocol.</param>
    /// <param name="errors">The lines that are bad.</param>
    public static DataSchema Read(string text, out IReadOnlyList<LineError> errors)
    {
        var table = new SeriesTable();
        var batch = PointBatch.Rent(Origin.None);
        try
        {
            // When they were written is not when they came.
            errors = LineProtocolReader.Read(Encoding.UTF8.GetBytes(text), table, batch, Precision.Nanosecond, now: 0);
            return table.SchemaOf("", MostMeasurements);
        }
        finally
        {
            batch.Release();
        }
    }
}
