using Tocsin.Alerting.Names;
using Tocsin.Pipelines.Processing;

namespace Tocsin.Pipelines.Nodes.HttpPost;

/// <summary>Signs requests of nodes, for whoever answers in the place of the network: a request that is signed comes from no handler.</summary>
public static class RequestSender
{
    private static readonly HttpRequestOptionsKey<HandlerTarget> Key = new("tocsin.node");

    /// <summary>The node of a task, as the sender of requests.</summary>
    public static HandlerTarget Of(string task, string node) => new(task, node);

    /// <summary>The node that makes a request; null for those that are not signed.</summary>
    public static HandlerTarget? Of(HttpRequestMessage request) => request.Options.TryGetValue(Key, out var sender) ? sender : null;

    internal static void Sign(HttpRequestMessage request, NodeContext context) => request.Options.Set(Key, Of(context.TaskId, context.NodeName));
}
