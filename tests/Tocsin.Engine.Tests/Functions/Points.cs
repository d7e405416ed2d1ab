using System.Text;
using Tocsin.Pipelines.Data;
using Tocsin.Pipelines.Data.LineProtocol;

namespace Tocsin.Engine.Tests.Functions;

/// <summary>Points without a pipeline.</summary>
internal static class Points
{
    /// <summary>The point of one line, with its time in seconds.</summary>
    public static Point Of(string line)
    {
        var series = new SeriesTable();
        var batch = PointBatch.Rent(series.OriginOf("db", "rp"));
        LineProtocolReader.Read(Encoding.UTF8.GetBytes(line), series, batch, Precision.Parse("s"), 0).Should().BeEmpty();
        var point = batch.Points[0].Keep();
        batch.Release();
        return point;
    }
}
