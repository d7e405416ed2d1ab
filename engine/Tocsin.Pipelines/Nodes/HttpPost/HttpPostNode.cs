using Tocsin.Alerting.Configuration.Binding;
using Tocsin.Alerting.Configuration.Secrets;
using Tocsin.Dsl.Binding;
using Tocsin.Dsl.Binding.Flow;
using Tocsin.Dsl.Lambda;
using Tocsin.Dsl.Time;
using Tocsin.Pipelines.Processing;

namespace Tocsin.Pipelines.Nodes.HttpPost;

/// <summary>Posts each point or batch as JSON to a URL and passes it on, whatever the answer.</summary>
/// <example><code>stream|from().measurement('cpu')|httpPost('http://example.com/data').header('X-Team', 'rocket')</code></example>
[Node("httpPost", Kind = "http_post")]
internal sealed class HttpPostNode : ProcessingNode
{
    private readonly List<string> _endpoints = [];
    private readonly List<KeyValuePair<string, string>> _headers = [];

    /// <param name="url">The URL; left out when <see cref="Endpoint"/> names a configured one.</param>
    public HttpPostNode(params string[] url)
    {
        if (url.Length > 1)
            throw new ScriptArgumentException($"httpPost takes one URL, not {url.Length}");
        Url = url.Length == 1 ? url[0] : "";
    }

    [NotInScript]
    public string Url { get; }

    /// <summary>Name of an integer field that takes the status of the answer; 0 when there was none. Empty, the default, adds none.</summary>
    public string CodeField { get; set; } = "";

    /// <summary>Longest time one request may take. Zero, the default, is 30 s.</summary>
    public Duration Timeout { get; set; }

    [NotInScript]
    public bool CapturesResponse { get; private set; }

    [NotInScript]
    public IReadOnlyList<KeyValuePair<string, string>> Headers => _headers;

    /// <summary>The name of a configured endpoint, or empty.</summary>
    [NotInScript]
    public string EndpointName => _endpoints.Count > 0 ? _endpoints[^1] : "";

    /// <summary>Posts to an endpoint of the server's <c>httppost</c> configuration.</summary>
    [ScriptMethod]
    public void Endpoint(string name) => _endpoints.Add(name);

    /// <summary>Adds a header; one of the endpoint with the same name is replaced.</summary>
    [ScriptMethod]
    public void Header(string name, string value) => _headers.Add(new(name, value));

    /// <summary>Logs what the server answered when the answer is an error.</summary>
    [ScriptMethod]
    public void CaptureResponse() => CapturesResponse = true;

    public override bool Blocks => true;

    public override void Validate(NodeProblems problems)
    {
        if (Url.Length == 0 && _endpoints.Count == 0)
            problems.Error("there is neither a URL nor an endpoint", "write httpPost('http://…') or httpPost().endpoint('name')");
        if (_endpoints.Count > 1)
            problems.Error($"there are {_endpoints.Count} endpoints", "name one");
        if (Url.Length > 0 && _endpoints.Count > 0)
            problems.Error("there are both a URL and an endpoint", "leave one out");
        if (Url.Length > 0 && !HttpPostTarget.IsAddress(Url))
            problems.ErrorOfValue($"'{Url}' is not a URL that begins with http:// or https://", "write httpPost('http://…')");
        foreach (var problem in _headers.Select(header => RequestHeader.Problem(header.Key, header.Value)).OfType<string>())
            problems.ErrorOfValue(problem, property: "header");
        foreach (var header in _headers.Where(header => header.Value.Length > 0 && PlainSecret.IsNamedSo(header.Key)))
            problems.Warning("TS3900", $"the header '{header.Key}' is a secret and stands in the script: whoever has the script, or the role author, has it", "configure it on an httppost endpoint", "header");
        if (_headers.Exists(header => header.Key.Equals("authenticate", StringComparison.OrdinalIgnoreCase)))
            problems.Error("the header 'authenticate' cannot be set", "configure basic-auth on an httppost endpoint");
    }

    public override IEnumerable<string> Secrets() => [.. _headers.Select(header => header.Value), .. AddressSecrets.Of(Url)];

    internal override void CheckServer(ServerCheck check) => check.RequireEndpoint(EndpointName, "endpoint");

    public override KnownData Follow(NodeFlow flow) => CodeField.Length == 0 ? flow.Input : flow.Input.WithField(CodeField, ValueKind.Integer);

    public override Processor CreateProcessor(NodeContext context) => new HttpPostProcessor(this, context);
}
