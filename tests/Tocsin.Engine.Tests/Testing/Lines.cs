using System.Text;
using Tocsin.Pipelines.Data;
using Tocsin.Pipelines.Data.LineProtocol;

namespace Tocsin.Engine.Tests.Testing;

/// <summary>What became of a body of line protocol.</summary>
internal sealed class Lines
{
    private Lines(IReadOnlyList<Point> points, IReadOnlyList<string> errors)
    {
        Points = points;
        Errors = errors;
    }

    /// <summary>The points, which last by themselves.</summary>
    public IReadOnlyList<Point> Points { get; }

    public IReadOnlyList<string> Errors { get; }

    /// <summary>The points as <see cref="Print"/> writes them.</summary>
    public IEnumerable<string> Printed => Points.Select(point => Print.Point(point, new GroupTable().Find(Dimensions.Of(point.Tags), "", point.Tags)));

    public static Lines Read(string body, SeriesTable? table = null, string? precision = null, long now = 0, string database = "db") =>
        Read(Encoding.UTF8.GetBytes(body), table, precision, now, database);

    public static Lines Read(byte[] body, SeriesTable? table = null, string? precision = null, long now = 0, string database = "db")
    {
        table ??= new SeriesTable();
        var batch = PointBatch.Rent(table.OriginOf(database, "rp"));
        var errors = LineProtocolReader.Read(body, table, batch, Precision.Parse(precision), now);
        var points = batch.Points.ToArray().Select(point => point.Keep()).ToArray();
        batch.Release();
        return new Lines(points, [.. errors.Select(error => error.ToString())]);
    }
}
