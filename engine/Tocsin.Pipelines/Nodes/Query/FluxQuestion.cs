using Tocsin.Dsl.Time;
using Tocsin.Influx.Answers;
using Tocsin.Influx.Client;
using Tocsin.Influx.Flux;

namespace Tocsin.Pipelines.Nodes.Query;

/// <summary>A question in Flux, which says itself what it wants; <c>now()</c> in it is the end of the span of time.</summary>
internal sealed class FluxQuestion(QueryFluxNode node) : IQuestion
{
    public bool EndsWithPoints => true;

    public bool KeepsIntegers => true;

    public bool IsByName => false;

    public IReadOnlyList<string>? Measurements => null;

    public IReadOnlyList<string>? Columns => null;

    public IReadOnlyList<string>? Tags => null;

    public string TextFor(long start, long stop, bool isLive) => node.Text;

    public Task AskAsync(InfluxClient client, long start, long stop, bool isLive, IInfluxRows rows, CancellationToken cancellationToken) =>
        client.QueryFluxAsync(new FluxQuery(node.Text) { Org = node.Org, OrgId = node.OrgID, Now = new Instant(stop).ToString() }, rows, cancellationToken);
}
