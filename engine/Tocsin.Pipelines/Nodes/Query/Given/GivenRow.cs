using Tocsin.Dsl.Data;
using Tocsin.Influx.Answers;
using Tocsin.Pipelines.Data;

namespace Tocsin.Pipelines.Nodes.Query.Given;

/// <summary>One row of an answer.</summary>
internal sealed record GivenRow(string Measurement, IReadOnlyList<KeyValuePair<string, string>> Tags, IReadOnlyDictionary<string, InfluxCell> Fields, long Time)
{
    public static GivenRow Of(Point point) => new(
        point.Name,
        [.. point.Tags.Pairs()],
        Enumerable.Range(0, point.Layout.Count).ToDictionary(point.Layout.NameAt, slot => CellOf(point, slot)),
        point.Time);

    /// <summary>The row as it is found by a query that groups by some tags.</summary>
    public GivenRow GroupedBy(IReadOnlyList<string>? tags) => tags is null
        ? this
        : this with { Tags = [.. tags.Select(tag => KeyValuePair.Create(tag, Tags.FirstOrDefault(pair => pair.Key == tag).Value ?? ""))] };

    private static InfluxCell CellOf(Point point, int slot) => point.Layout.TypeAt(slot) switch
    {
        FieldType.Float => InfluxCell.Of(point.Float(slot)),
        FieldType.Boolean => InfluxCell.Of(point.Boolean(slot)),
        FieldType.String => InfluxCell.Of(point.Text(slot)),
        _ => InfluxCell.Of(point.Integer(slot)),
    };
}
