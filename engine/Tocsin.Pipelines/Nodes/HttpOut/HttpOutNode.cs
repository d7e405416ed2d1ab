using Tocsin.Dsl.Binding;
using Tocsin.Dsl.Binding.Flow;
using Tocsin.Pipelines.Processing;

namespace Tocsin.Pipelines.Nodes.HttpOut;

/// <summary>Offers the latest point or batch of each group to <c>GET /kapacitor/v1/tasks/TASK/ENDPOINT</c> while the task runs.</summary>
/// <param name="endpoint">The path below the task; may hold slashes.</param>
/// <example><code>stream|from().measurement('cpu')|httpOut('latest')</code></example>
[Node("httpOut", Kind = "http_out")]
internal sealed class HttpOutNode(string endpoint) : ProcessingNode
{
    public override KnownData Follow(NodeFlow flow)
    {
        flow.TakeName(endpoint.Trim('/'), "give each a name of its own");
        return flow.Input;
    }

    public override Processor CreateProcessor(NodeContext context) => new HttpOutProcessor(endpoint.Trim('/'), context);
}
