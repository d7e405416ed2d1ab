using Tocsin.Influx.Answers;
using Tocsin.Influx.Client;
using Tocsin.Influx.InfluxQL;

namespace Tocsin.Pipelines.Nodes.Query;

/// <summary>A question in InfluxQL.</summary>
internal sealed class InfluxQuestion(QueryNode node, SelectStatement select) : IQuestion
{
    private readonly string _fill = QueryFill.TextOf(node.Fill) ?? "";

    public bool EndsWithPoints => node.Groups.HasTime;

    public bool KeepsIntegers => false;

    public bool IsByName => node.Groups.IsByName;

    public IReadOnlyList<string>? Measurements =>
        select.Sources.Any(source => source.Measurement.StartsWith('/')) ? null : [.. select.Sources.Select(source => source.Measurement)];

    public IReadOnlyList<string>? Columns => select.Columns is { } columns ? [.. columns.Select(column => column.Name)] : null;

    public IReadOnlyList<string>? Tags => node.Groups.IsByAllTags ? null : node.Groups.Tags;

    public string TextFor(long start, long stop, bool isLive) => select.Between(start, stop, node.AlignsGroups && isLive ? Aligned(start) : node.Groups.Dimensions, _fill);

    public Task AskAsync(InfluxClient client, long start, long stop, bool isLive, IInfluxRows rows, CancellationToken cancellationToken) =>
        client.QueryAsync(new InfluxQuery(TextFor(start, stop, isLive)), rows, cancellationToken);

    private List<QueryDimension> Aligned(long start) =>
        [.. node.Groups.Dimensions.Select(dimension => dimension.IsTime ? dimension.MovedTo(((start % dimension.Length) + dimension.Length) % dimension.Length) : dimension)];
}
