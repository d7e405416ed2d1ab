using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tocsin.Sdk;
using Tocsin.Sdk.Scaling;

namespace Tocsin.Plugins.Swarm;

/// <summary>Reads and updates the replicas of services through Docker's Engine API.</summary>
[Orchestrator("swarm")]
internal sealed class SwarmOrchestrator(SwarmSettings settings, HttpClient http) : IOrchestrator, IDisposable
{
    private const int LongestReason = 300;
    private const int LongestService = 4 * 1024 * 1024;

    private readonly SwarmConnection[] _managers = [.. settings.Servers.Select(server => new SwarmConnection(server, settings, http))];

    public async Task<long> GetReplicasAsync(ScaleTarget target, CancellationToken cancellationToken) =>
        Replicated(await FindAsync(target, cancellationToken).ConfigureAwait(false), target)["Replicas"]?.GetValue<long>() ?? 0;

    public async Task SetReplicasAsync(ScaleTarget target, long replicas, CancellationToken cancellationToken)
    {
        // An update is the whole service with the version that was read: somebody else's change meanwhile is refused, not undone.
        var service = await FindAsync(target, cancellationToken).ConfigureAwait(false);
        Replicated(service, target)["Replicas"] = replicas;
        var version = service["Version"]?["Index"]?.ToString() ?? throw Foreign(target);
        var id = service["ID"]?.ToString() ?? target.Name;
        await AskAsync(HttpMethod.Post, $"/services/{Uri.EscapeDataString(id)}/update?version={version}", service["Spec"]?.ToJsonString(), cancellationToken).ConfigureAwait(false);
    }

    public void Dispose()
    {
        foreach (var manager in _managers)
            manager.Dispose();
    }

    private static InvalidDataException Foreign(ScaleTarget target) => new($"Docker answered for the service '{target.Name}' with something that isn't a service");

    private static JsonObject Replicated(JsonObject service, ScaleTarget target) => service["Spec"] is not JsonObject spec
        ? throw Foreign(target)
        : spec["Mode"]?["Replicated"] as JsonObject ?? throw new InvalidOperationException($"the service '{target.Name}' isn't replicated: only services with replicas can be scaled");

    private async Task<JsonObject> FindAsync(ScaleTarget target, CancellationToken cancellationToken)
    {
        var text = await AskAsync(HttpMethod.Get, $"/services/{Uri.EscapeDataString(target.Name)}", null, cancellationToken).ConfigureAwait(false);
        return Parse(text) ?? throw Foreign(target);
    }

    private async Task<string> AskAsync(HttpMethod method, string path, string? body, CancellationToken cancellationToken)
    {
        for (var i = 0; ; i++)
        {
            try
            {
                return await AskAsync(_managers[i], method, path, body, cancellationToken).ConfigureAwait(false);
            }
            catch (HttpRequestException problem) when (problem.StatusCode is null && i < _managers.Length - 1)
            {
                // The next one may be there.
            }
        }
    }

    private static async Task<string> AskAsync(SwarmConnection manager, HttpMethod method, string path, string? body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, new Uri(manager.Base + path));
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await manager.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        if (!response.IsSuccessStatusCode)
        {
            var reason = await HttpReply.ReadAsync(response, cancellationToken).ConfigureAwait(false);
            throw new HttpRequestException(
                $"Docker answered {(int)response.StatusCode} to {method} {path.Split('?')[0]}: {LimitedText.Cut(Parse(reason)?["message"]?.ToString() ?? reason, LongestReason)}", null, response.StatusCode);
        }

        // A service lists mounts, secrets and networks: a few kilobytes are usual, and all of it is sent back.
        await response.Content.LoadIntoBufferAsync(LongestService, cancellationToken).ConfigureAwait(false);
        return await response.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false);
    }

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
