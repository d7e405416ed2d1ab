using Tocsin.Dsl.Binding;
using Tocsin.Dsl.Binding.Flow;
using Tocsin.Pipelines.Processing;

namespace Tocsin.Pipelines.Nodes.Union;

/// <summary>
/// Passes on what several nodes emit, in the order of time: a point, or batch, waits until every node has reached its time. Of one time the
/// arguments go before the node they are joined to.
/// </summary>
/// <example><code>
/// var logins = stream|from().measurement('logins')
/// var logouts = stream|from().measurement('logouts')
/// logins|union(logouts).rename('sessions')
/// </code></example>
[Node("union", TakesParents = true)]
internal sealed class UnionNode : ProcessingNode
{
    /// <summary>The measurement of everything that leaves. Default: what it was.</summary>
    public string Rename { get; set; } = "";

    public override KnownData Follow(NodeFlow flow) => 
        flow.Inputs.Aggregate((all, next) => all.Or(next)) is var all && Rename.Length > 0 ? all with { Measurement = Rename } : all;

    public override Processor CreateProcessor(NodeContext context) => new UnionProcessor(Rename, context);
}
