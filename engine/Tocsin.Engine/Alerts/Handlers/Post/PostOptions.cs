using Tocsin.Sdk;

namespace Tocsin.Engine.Alerts.Handlers.Post;

/// <summary>Where and how the <c>post</c> handler posts.</summary>
[HandlerOptions]
internal sealed record PostOptions : ICheckedOptions
{
    /// <summary>The address; not used when <see cref="Endpoint"/> names one that is configured.</summary>
    [ScriptProperty("url", IsArgument = true, IgnoresFurther = true)]
    public string Url { get; init; } = "";

    /// <summary>The name of an entry in the section <c>httppost</c> of the configuration.</summary>
    public string Endpoint { get; init; } = "";

    /// <summary>Headers, set over those of the endpoint.</summary>
    [ScriptProperty("header")]
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether the body of a refusing answer is told as the reason.</summary>
    public bool CaptureResponse { get; init; }

    /// <summary>How long one attempt may take; 0, the default, leaves it to the deliveries' own limit.</summary>
    public TimeSpan Timeout { get; init; }

    /// <summary>Whether any certificate of the other side is taken.</summary>
    [ScriptProperty("skipSSLVerification")]
    public bool SkipSslVerification { get; init; }

    public IEnumerable<OptionProblem> Check()
    {
        foreach (var name in Headers.Keys)
        {
            if (name.Equals("authenticate", StringComparison.OrdinalIgnoreCase))
                yield return new OptionProblem("headers", "cannot set the 'authenticate' header; use an endpoint with basic-auth");
        }
    }
}
