using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tocsin.Sdk;
using Tocsin.Sdk.Commands;

namespace Tocsin.Plugins.VictorOps.Teams;

/// <summary>Reads the teams of an organisation from VictorOps' public API, as slowly as it wants.</summary>
internal sealed class TeamsApi(HttpClient http, Uri api, string id, string key, TimeProvider time, Action<string> report)
{
    private const int Attempts = 3;

    // VictorOps counts requests by the minute.
    private static readonly TimeSpan WaitAfterTooMany = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(10);

    private readonly string _base = api.AbsoluteUri.TrimEnd('/') + "/v1/";

    /// <exception cref="CommandException">VictorOps refused, or answered something else.</exception>
    public async Task<IReadOnlyList<ImportedTeam>> ReadAsync(CancellationToken cancellationToken)
    {
        var teams = Objects(await GetAsync("team", cancellationToken).ConfigureAwait(false), "teams");
        var policies = Objects(await GetAsync("policies", cancellationToken).ConfigureAwait(false), "policies");
        var keys = Objects(await GetAsync("org/routing-keys", cancellationToken).ConfigureAwait(false), "routingKeys");
        var imported = new List<ImportedTeam>();
        foreach (var team in teams)
        {
            var slug = Text(team, "slug");
            if (slug.Length == 0)
                throw new CommandException("VictorOps: a team in the answer of team has no slug");
            var members = Objects(await GetAsync($"team/{Uri.EscapeDataString(slug)}/members", cancellationToken).ConfigureAwait(false), "members");
            var own = policies.Where(policy => Text(policy["team"], "slug") == slug).Select(policy => (Text(policy["policy"], "name"), Text(policy["policy"], "slug"))).ToList();
            imported.Add(new ImportedTeam(
                Text(team, "name"), slug, [.. members.Select(member => Text(member, "username")).Where(name => name.Length > 0)], own, KeysOf(keys, own)));
        }

        return imported;
    }

    private static List<string> KeysOf(List<JsonObject> keys, List<(string Name, string Slug)> policies) =>
    [
        .. from entry in keys
           where entry["targets"] is JsonArray targets && targets.Any(target => policies.Any(policy => policy.Slug == Text(target, "policySlug")))
           select Text(entry, "routingKey"),
    ];

    private async Task<JsonNode?> GetAsync(string path, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(_base + path));
            request.Headers.TryAddWithoutValidation("X-VO-Api-Id", id);
            request.Headers.TryAddWithoutValidation("X-VO-Api-Key", key);
            using var reply = await SendAsync(request, cancellationToken).ConfigureAwait(false);
            if (reply.IsSuccessStatusCode)
                return Parse(path, await reply.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false));

            var isTooOften = reply.StatusCode is HttpStatusCode.Forbidden or HttpStatusCode.TooManyRequests;
            if (!isTooOften || attempt == Attempts)
                throw new CommandException(
                    HttpReply.RedirectOf(reply) is { } redirect ? $"VictorOps answers {(int)reply.StatusCode}: {redirect} with --api" : Explain(path, reply.StatusCode));
            var wait = reply.Headers.RetryAfter?.Delta is { } named && named <= LongestWait ? named : WaitAfterTooMany;
            report($"VictorOps answers {(int)reply.StatusCode}: asked too often, or the API id and key are wrong; going on in {wait.TotalSeconds:0} s");
            await Task.Delay(wait, time, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            return await http.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (HttpRequestException problem)
        {
            throw new CommandException($"VictorOps cannot be reached at {api.Host}: {problem.Message}");
        }
        catch (TaskCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new CommandException($"VictorOps does not answer at {api.Host}");
        }
    }

    private static string Explain(string path, HttpStatusCode status) => status switch
    {
        HttpStatusCode.Unauthorized => "VictorOps answers 401: it got no API id and key it knows; copy both from Integrations > API",
        HttpStatusCode.Forbidden => "VictorOps still answers 403: the API id or key is wrong, or something else uses up the requests of this minute",
        HttpStatusCode.NotFound => $"VictorOps answers 404 to {path}: is --api the address of its public API?",
        _ => $"VictorOps answers {(int)status} to {path}",
    };

    private static JsonNode? Parse(string path, string body)
    {
        try
        {
            return JsonNode.Parse(body);
        }
        catch (JsonException)
        {
            throw new CommandException($"VictorOps: the answer to {path} is not JSON: is --api the address of its public API?");
        }
    }

    // Lists stand alone, or under a name.
    private static List<JsonObject> Objects(JsonNode? answer, string name) => (answer as JsonArray ?? (answer as JsonObject)?[name] as JsonArray) is { } list
        ? [.. list.OfType<JsonObject>()]
        : throw new CommandException($"VictorOps: the answer has no list '{name}': is --api the address of its public API?");

    private static string Text(JsonNode? node, string key) =>
        node is JsonObject map && map[key] is JsonValue value && value.TryGetValue<string>(out var text) ? text : "";
}
