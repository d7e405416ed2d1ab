using System.Net.Http.Headers;
using Tocsin.Alerting.Handlers.Post;
using Tocsin.Dsl.Templates;
using Tocsin.Dsl.Templates.Texts;
using Tocsin.Pipelines.Processing;

namespace Tocsin.Pipelines.Nodes.HttpPost;

/// <summary>Where a node posts to, with which headers, and in which form.</summary>
internal sealed class HttpPostTarget
{
    private readonly IReadOnlyList<KeyValuePair<string, string>> _headers;
    private readonly AuthenticationHeaderValue? _authorization;

    private HttpPostTarget(
        Uri url, IReadOnlyList<KeyValuePair<string, string>> headers, AuthenticationHeaderValue? authorization, TextTemplate? template)
    {
        Url = url;
        _headers = headers;
        _authorization = authorization;
        Template = template;
    }

    public Uri Url { get; }

    /// <summary>The text of a row; null for JSON.</summary>
    public TextTemplate? Template { get; }

    /// <summary>True for the address of a web server.</summary>
    public static bool IsAddress(string url) => Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Scheme is "http" or "https";

    /// <exception cref="TaskStartException">The endpoint does not exist or is wrong, or the URL is not valid.</exception>
    public static HttpPostTarget Of(HttpPostNode node, NodeContext context)
    {
        if (node.EndpointName.Length > 0)
        {
            var endpoint = context.Services.Handlers.FindEndpoint(node.EndpointName)
                ?? throw new TaskStartException($"{context.NodeName}: endpoint '{node.EndpointName}' does not exist: add it to httppost in the configuration") { Span = context.Node.SpanOf("endpoint") };
            return new HttpPostTarget(
                endpoint.Url, [.. endpoint.Headers, .. node.Headers], endpoint.BasicAuth.ToHeader(), TemplateOf(endpoint, context));
        }

        return new HttpPostTarget(new Uri(node.Url), node.Headers, null, null); // The node was checked.
    }

    /// <summary>Sets the headers; of two with one name the node's counts.</summary>
    public void Apply(HttpRequestMessage request)
    {
        request.Headers.Authorization = _authorization;
        foreach (var (name, value) in _headers)
        {
            request.Headers.Remove(name);
            if (!request.Headers.TryAddWithoutValidation(name, value) && request.Content is { } content)
            {
                content.Headers.Remove(name);
                content.Headers.TryAddWithoutValidation(name, value);
            }
        }
    }

    private static TextTemplate? TemplateOf(PostEndpoint endpoint, NodeContext context)
    {
        try
        {
            if (endpoint.RowText is not var (text, hasJson))
                return null;
            var result = TextTemplate.Parse("row-template", text, new TemplateOptions { Shape = RowTemplateData.Layout, HasJson = hasJson });
            return result.IsValid ? result.Template : throw new TaskStartException($"{context.NodeName}: {result.Error.Message}");
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new TaskStartException($"{context.NodeName}: the row template of endpoint '{endpoint.Endpoint}' cannot be read: {problem.Message}");
        }
    }
}
