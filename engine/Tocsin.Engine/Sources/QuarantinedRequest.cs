using System.Text.Json;
using Tocsin.Alerting.Storage.Rows;
using Tocsin.Sdk.Sources;

namespace Tocsin.Engine.Sources;

/// <summary>A request that was not understood.</summary>
public sealed record QuarantinedRequest
{
    private QuarantinedRequest()
    {
    }

    /// <summary>Grows with each request.</summary>
    public required long Number { get; init; }

    /// <summary>The id of the source it came to.</summary>
    public required string Source { get; init; }

    /// <summary>When it came in.</summary>
    public required DateTimeOffset Received { get; init; }

    /// <summary>Why it was not understood.</summary>
    public required string Problem { get; init; }

    public string Method { get; private init; } = "";

    /// <summary>What follows the source's own path.</summary>
    public string Path { get; private init; } = "";

    /// <summary>The address without its parameters.</summary>
    public string Url { get; private init; } = "";

    /// <summary>The parameters of the address; secrets are masked.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Query { get; private init; } = [];

    /// <summary>The headers; secrets are masked.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; private init; } = new Dictionary<string, string>();

    /// <summary>The raw body, or its beginning.</summary>
    public ReadOnlyMemory<byte> Body { get; private init; }

    /// <summary>The length of the whole body.</summary>
    public long BodyLength { get; private init; }

    /// <summary>True when only the beginning of the body was kept.</summary>
    public bool IsCut => BodyLength > Body.Length;

    internal static QuarantinedRequest From(QuarantineRow row)
    {
        // Written by the engine itself: null only if somebody changed the file.
        var head = JsonSerializer.Deserialize<QuarantineHead>(row.Head) ?? new QuarantineHead("", "", "", [], new Dictionary<string, string>());
        return new QuarantinedRequest
        {
            Number = row.Number,
            Source = row.Source,
            Received = DateTimeOffset.FromUnixTimeMilliseconds(row.ReceivedUnixMilliseconds),
            Problem = row.Problem,
            Method = head.Method,
            Path = head.Path,
            Url = head.Url,
            Query = head.Query,
            Headers = head.Headers,
            Body = row.Body,
            BodyLength = row.BodyLength,
        };
    }

    internal SourceRequest ToRequest() => new()
    {
        Method = Method,
        Path = Path,
        Url = Uri.TryCreate(Url, UriKind.Absolute, out var url) ? url : new Uri("http://localhost/"),
        Query = Query,
        Headers = new Dictionary<string, string>(Headers, StringComparer.OrdinalIgnoreCase),
        Body = Body,
        Received = Received,
    };
}
