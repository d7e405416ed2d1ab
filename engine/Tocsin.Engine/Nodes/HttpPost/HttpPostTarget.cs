using Tocsin.Engine.Pipelines;

namespace Tocsin.Engine.Nodes.HttpPost;

/// <summary>Where a node posts to, and with which headers.</summary>
internal sealed record HttpPostTarget(Uri Url, IReadOnlyList<KeyValuePair<string, string>> Headers)
{
    /// <exception cref="TaskStartException">The endpoint does not exist, or the URL is none.</exception>
    public static HttpPostTarget Of(HttpPostNode node, NodeContext context)
    {
        if (node.EndpointName.Length > 0)
            throw new TaskStartException($"{context.NodeName}: endpoint '{node.EndpointName}' does not exist: add it to httppost in the configuration");

        return Uri.TryCreate(node.Url, UriKind.Absolute, out var url) && url?.Scheme is "http" or "https"
            ? new HttpPostTarget(url, node.Headers)
            : throw new TaskStartException($"{context.NodeName}: '{node.Url}' is not a URL that begins with http:// or https://");
    }

    public void Apply(HttpRequestMessage request)
    {
        foreach (var (name, value) in Headers)
        {
            if (!request.Headers.TryAddWithoutValidation(name, value))
                request.Content?.Headers.TryAddWithoutValidation(name, value);
        }
    }
}
