using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tocsin.Sdk;
using Tocsin.Sdk.Scaling;

namespace Tocsin.Plugins.Kubernetes;

/// <summary>Reads and writes the scale subresource of deployments, replica sets and replication controllers.</summary>
[Orchestrator("kubernetes")]
internal sealed class KubernetesOrchestrator : IOrchestrator, IDisposable
{
    private const string PodFolder = "/var/run/secrets/kubernetes.io/serviceaccount";
    private const string DefaultNamespace = "default";
    private const int LongestReason = 300;

    private readonly KubernetesSettings _settings;
    private readonly HttpClient _http;
    private readonly HttpClient? _own;
    private readonly string[] _servers;

    public KubernetesOrchestrator(KubernetesSettings settings, HttpClient http)
    {
        _settings = settings;
        var authority = settings.CaPath.Length > 0 ? settings.CaPath : settings.InCluster ? PodFolder + "/ca.crt" : "";
        _own = authority.Length == 0 ? null : new HttpClient(Trusting(authority));
        _http = _own ?? http;
        _servers = settings.InCluster ? [PodServer()] : [.. settings.ApiServers.Select(server => server.TrimEnd('/'))];
    }

    public async Task<long> GetReplicasAsync(ScaleTarget target, CancellationToken cancellationToken)
    {
        var scale = await AskAsync(HttpMethod.Get, PathOf(target), null, cancellationToken).ConfigureAwait(false);
        return ReplicasOf(scale);
    }

    public async Task SetReplicasAsync(ScaleTarget target, long replicas, CancellationToken cancellationToken)
    {
        // What is written carries the version that was read: somebody else's change meanwhile is refused, not undone.
        var path = PathOf(target);
        var scale = await AskAsync(HttpMethod.Get, path, null, cancellationToken).ConfigureAwait(false);
        if (scale["spec"] is not JsonObject spec)
            scale["spec"] = spec = [];
        spec["replicas"] = replicas;
        await AskAsync(HttpMethod.Put, path, scale, cancellationToken).ConfigureAwait(false);
    }

    public void Dispose() => _own?.Dispose();

    // None is written for none wanted.
    private static long ReplicasOf(JsonObject scale) =>
        (scale["spec"] as JsonObject)?["replicas"] is JsonValue value && value.TryGetValue<long>(out var replicas) ? replicas : 0;

    private static string PodServer()
    {
        var (host, port) = (Environment.GetEnvironmentVariable("KUBERNETES_SERVICE_HOST"), Environment.GetEnvironmentVariable("KUBERNETES_SERVICE_PORT"));
        if (string.IsNullOrEmpty(host) || string.IsNullOrEmpty(port))
            throw new InvalidOperationException("in-cluster is set, but KUBERNETES_SERVICE_HOST and KUBERNETES_SERVICE_PORT are not: the server does not run in a pod");
        return $"https://{(host.Contains(':', StringComparison.Ordinal) ? $"[{host}]" : host)}:{port}";
    }

    private static SocketsHttpHandler Trusting(string file)
    {
        var authorities = new X509Certificate2Collection();
        authorities.ImportFromPemFile(file);
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.AddRange(authorities);
        return new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = policy },
        };
    }

    private string PathOf(ScaleTarget target)
    {
        var kind = target.Kind.Length > 0 ? target.Kind : "deployments";
        var group = kind == "replicationcontrollers" ? "/api/v1" : "/apis/apps/v1";
        var space = target.Namespace.Length > 0 ? target.Namespace : _settings.Namespace.Length > 0 ? _settings.Namespace : DefaultNamespace;
        return $"{group}/namespaces/{Uri.EscapeDataString(space)}/{kind}/{Uri.EscapeDataString(target.Name)}/scale";
    }

    private async Task<JsonObject> AskAsync(HttpMethod method, string path, JsonObject? body, CancellationToken cancellationToken)
    {
        for (var i = 0; ; i++)
        {
            try
            {
                return await AskAsync(method, new Uri(_servers[i] + path), body, cancellationToken).ConfigureAwait(false);
            }
            catch (HttpRequestException problem) when (problem.StatusCode is null && i < _servers.Length - 1)
            {
                // The next one may be there.
            }
        }
    }

    private async Task<JsonObject> AskAsync(HttpMethod method, Uri address, JsonObject? body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, address);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        if (await TokenAsync(cancellationToken).ConfigureAwait(false) is { Length: > 0 } token)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        if (body is not null)
            request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        var text = await HttpReply.ReadAsync(response, cancellationToken).ConfigureAwait(false);
        if (!response.IsSuccessStatusCode)
            throw new HttpRequestException($"Kubernetes answered {(int)response.StatusCode} to {method} {address.AbsolutePath}: {ReasonOf(text)}", null, response.StatusCode);
        return Parse(text) ?? throw new InvalidDataException($"Kubernetes answered {method} {address.AbsolutePath} with something that isn't a scale");
    }

    // A token of a pod is renewed in its file.
    private async Task<string> TokenAsync(CancellationToken cancellationToken) =>
        _settings.Token.Length > 0 || !_settings.InCluster ? _settings.Token : (await File.ReadAllTextAsync(PodFolder + "/token", cancellationToken).ConfigureAwait(false)).Trim();

    private static string ReasonOf(string text) => LimitedText.Cut(Parse(text)?["message"]?.ToString() ?? text, LongestReason);

    private static JsonObject? Parse(string text)
    {
        try
        {
            return JsonNode.Parse(text) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
