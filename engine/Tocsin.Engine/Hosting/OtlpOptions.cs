using Tocsin.Sdk;

namespace Tocsin.Engine.Hosting;

/// <summary>Figures and traces, sent to a collector of OpenTelemetry.</summary>
public sealed record OtlpOptions : ICheckedOptions
{
    private static readonly TimeSpan ShortestInterval = TimeSpan.FromSeconds(1);

    /// <summary>
    /// The collector, such as <c>http://127.0.0.1:4318</c>; with <c>http</c>, figures go to <c>/v1/metrics</c> below it and traces to <c>/v1/traces</c>. Empty,
    /// the default: nothing is sent.
    /// </summary>
    public string Endpoint { get; init; } = "";

    /// <summary><c>http</c>, the default, for protobuf by HTTP, mostly on port 4318; <c>grpc</c>, mostly on port 4317.</summary>
    public OtlpProtocol Protocol { get; init; }

    /// <summary>Headers of the requests, such as <c>Authorization</c>.</summary>
    [Secret]
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether the figures of <c>/metrics</c> are sent. Default true.</summary>
    public bool Metrics { get; init; } = true;

    /// <summary>How often figures are sent. Default 60 s.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long one request may take. Default 10 s.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>What is said of the server besides its name, version and id, such as <c>deployment.environment: prod</c>.</summary>
    public IReadOnlyDictionary<string, string> Attributes { get; init; } = new Dictionary<string, string>();

    public IEnumerable<OptionProblem> Check()
    {
        if (Endpoint.Length > 0 && (!Uri.TryCreate(Endpoint, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https")))
            yield return new OptionProblem("endpoint", $"'{Endpoint}' isn't the address of a collector: it must start with http:// or https://, such as http://127.0.0.1:4318");
        if (Interval < ShortestInterval)
            yield return new OptionProblem("interval", $"must be {ShortestInterval.TotalSeconds} s at least, not {Interval.TotalSeconds} s");
        if (Timeout <= TimeSpan.Zero || Timeout > TimeSpan.FromMinutes(5))
            yield return new OptionProblem("timeout", $"must be more than 0 s and 5 min at most, not {Timeout.TotalSeconds} s");

        // The library knows headers as one text, with commas between them.
        foreach (var name in Headers.Where(header => header.Key.Length == 0 || header.Key.Contains('=') || header.Value.Contains(',') || header.Value.Any(char.IsControl)).Select(header => header.Key))
            yield return new OptionProblem("headers", $"'{name}' cannot be sent: a name must not be empty or have '=' in it, and a value must be one line without ','");
    }
}
