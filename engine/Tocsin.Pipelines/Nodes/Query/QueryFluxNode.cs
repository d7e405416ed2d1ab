using Tocsin.Dsl.Binding;
using Tocsin.Pipelines.Processing;

namespace Tocsin.Pipelines.Nodes.Query;

/// <summary>
/// Asks an InfluxDB in Flux, again and again, and passes on each table of the answer as a batch: grouped by the columns that Flux groups by,
/// with <c>_field</c> among them, and the others as fields. The script says itself which span of time it wants, counted from
/// <c>now()</c>, which is the time of the query less <see cref="ScheduledNode.Offset"/>.
/// </summary>
/// <example><code>
/// batch|queryFlux('from(bucket: "telegraf") |> range(start: -5m) |> filter(fn: (r) => r._measurement == "cpu") |> mean()')
///     .every(5m).org('ops')
///     |alert().crit(lambda: "_value" > 90.0)
/// </code></example>
[Node("queryFlux", Wants = EdgeKind.None, Provides = EdgeKind.Batch, Follows = ["batch"])]
internal sealed class QueryFluxNode : ScheduledNode
{
    /// <param name="query">A script of Flux.</param>
    public QueryFluxNode(string query) => Text = query;

    /// <summary>The query as the script has it.</summary>
    [NotInScript]
    public string Text { get; }

    /// <summary>The organization of InfluxDB 2, by name.</summary>
    public string Org { get; set; } = "";

    /// <summary>The organization of InfluxDB 2, by its id.</summary>
    public string OrgID { get; set; } = "";

    public override void Validate(NodeProblems problems)
    {
        base.Validate(problems);
        if (string.IsNullOrWhiteSpace(Text))
            problems.ErrorOfValue("the query is empty");
        if (Org.Length > 0 && OrgID.Length > 0)
            problems.Error("org and orgID exclude each other", "keep one of them");
    }

    public override Processor CreateProcessor(NodeContext context) => new QueryProcessor(this, context, new FluxQuestion(this));
}
