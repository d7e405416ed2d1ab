using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Configuration.Binding;
using Tocsin.Sdk;

namespace Tocsin.Alerting.Handlers.Post;

/// <summary>Where and how the <c>post</c> handler posts.</summary>
[HandlerOptions]
internal sealed record PostOptions : ICheckedOptions, IServedOptions
{
    /// <summary>The address, or a text template of it; not used when <see cref="Endpoint"/> names one that is configured.</summary>
    [Destination]
    [TemplateText]
    [ScriptProperty("url", IsArgument = true, IgnoresFurther = true)]
    public string Url { get; init; } = "";

    /// <summary>The name of an entry in the section <c>httppost</c> of the configuration.</summary>
    [Destination]
    public string Endpoint { get; init; } = "";

    /// <summary>Headers, set over those of the endpoint.</summary>
    [Secret]
    [ScriptProperty("header")]
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>User and password, instead of those of the endpoint; sent when both are given.</summary>
    public BasicAuth BasicAuth { get; init; } = new();

    /// <summary>The body as a text template, instead of that of the endpoint; empty, the default, leaves it at that.</summary>
    [TemplateText]
    public string AlertTemplate { get; init; } = "";

    /// <summary>Whether the body of a refusing answer is reported as the reason.</summary>
    public bool CaptureResponse { get; init; }

    /// <summary>How long one attempt may take; 0, the default, leaves it to the deliveries' own limit.</summary>
    public TimeSpan Timeout { get; init; }

    /// <summary>Whether any certificate of the other side is taken.</summary>
    [ScriptProperty("skipSSLVerification")]
    public bool SkipSslVerification { get; init; }

    /// <summary>What a text says where to post to; null when it is not an address of HTTP.</summary>
    internal static Uri? AddressOf(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var address) && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps) ? address : null;

    public IEnumerable<OptionProblem> CheckDelivery(object? settings)
    {
        if (Url.Length == 0 && Endpoint.Length == 0)
            yield return new OptionProblem("url", "there is no address: give url, or the endpoint of an entry in the section httppost");
        else if (Endpoint.Length == 0 && !Url.Contains("{{", StringComparison.Ordinal) && AddressOf(Url) is null)
            yield return new OptionProblem("url", $"'{Url}' is not an address that begins with http:// or https://");
        foreach (var warning in PostTemplate.WarningsOf("url", Url))
            yield return new OptionProblem("url", warning);
        foreach (var warning in PostTemplate.WarningsOf("alert-template", AlertTemplate))
            yield return new OptionProblem("alert-template", warning);
        if (Endpoint.Length == 0 || settings is not IReadOnlyList<PostEndpoint> endpoints)
            yield break;
        if (endpoints.FirstOrDefault(entry => entry.Endpoint == Endpoint) is not { } endpoint)
        {
            yield return new OptionProblem("endpoint", $"there is no httppost endpoint '{Endpoint}' in the configuration{NameHint.Of(Endpoint, [.. endpoints.Select(entry => entry.Endpoint)])}");
            yield break;
        }

        if (AlertTemplate.Length > 0)
            yield break;
        foreach (var warning in WarningsOf(endpoint))
            yield return new OptionProblem("endpoint", $"the body of httppost endpoint '{Endpoint}': {warning}");
    }

    // What is wrong with the file itself is said of the endpoint.
    private static IEnumerable<string> WarningsOf(PostEndpoint endpoint)
    {
        try
        {
            return endpoint.AlertText is var (text, hasJson) ? PostTemplate.WarningsOf("alert-template", text, hasJson) : [];
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    public IEnumerable<OptionProblem> Check()
    {
        if (PostTemplate.ErrorIn("alert-template", AlertTemplate) is { } body)
            yield return new OptionProblem("alert-template", body);
        if (PostTemplate.ErrorIn("url", Url) is { } url)
            yield return new OptionProblem("url", url);
        foreach (var (name, value) in Headers)
        {
            if (RequestHeader.Problem(name, value) is { } problem)
                yield return new OptionProblem("headers", problem);
            if (name.Equals("authenticate", StringComparison.OrdinalIgnoreCase))
                yield return new OptionProblem("headers", "cannot set the 'authenticate' header; use an endpoint with basic-auth");
        }
    }
}
