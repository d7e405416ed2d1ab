namespace Tocsin.Engine.Hosting.Trials;

/// <summary>A request that was not sent.</summary>
public sealed record CapturedRequest(string Method, string Url, string Body)
{
    /// <summary>The node that made it, as <c>task/node</c>; null for requests of handlers, and of nodes that only ask.</summary>
    public string? Node { get; init; }

    /// <summary>The headers that whoever made it has set, by name.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();
}
