using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tocsin.Sdk.Commands;
using Tocsin.Server.Http;
using Tocsin.Server.Json;

namespace Tocsin.Server.Cli.Client;

/// <summary>Sends the requests of commands to a server.</summary>
/// <param name="http">Goes to the server; see <see cref="ServerHttp"/>.</param>
internal sealed class ApiClient(HttpClient http) : IDisposable
{
    private const int PageSize = 100;

    /// <summary>The path of a thing: <c>/kapacitor/v1/tasks/a%20b</c>.</summary>
    public static string PathOf(params ReadOnlySpan<string> parts)
    {
        var path = new StringBuilder(RouteTable.Base);
        foreach (var part in parts)
            path.Append('/').Append(Uri.EscapeDataString(part));
        return path.ToString();
    }

    /// <exception cref="ApiRefusal">The server answered with an error.</exception>
    /// <exception cref="CommandException">The server cannot be reached.</exception>
    public Task<JsonObject> GetAsync(string path, CancellationToken cancellationToken) => SendAsync(HttpMethod.Get, path, null, cancellationToken);

    /// <inheritdoc cref="GetAsync"/>
    public async Task<JsonObject> SendAsync(HttpMethod method, string path, JsonNode? body, CancellationToken cancellationToken)
    {
        using var content = body is null ? null : new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        return await SendContentAsync(method, path, content, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc cref="GetAsync"/>
    public async Task<JsonObject> SendTextAsync(HttpMethod method, string path, string text, CancellationToken cancellationToken)
    {
        using var content = new StringContent(text);
        return await SendContentAsync(method, path, content, cancellationToken).ConfigureAwait(false);
    }

    private async Task<JsonObject> SendContentAsync(HttpMethod method, string path, HttpContent? content, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        using var reply = await http.SendAsync(request, cancellationToken).ConfigureAwait(false);
        var text = await reply.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false);
        return reply.IsSuccessStatusCode ? Read(text, path) : throw ApiRefusal.From(reply.StatusCode, text, Shown(method, path));
    }

    /// <summary>An answer as it comes, for those that have no end or are not JSON.</summary>
    /// <param name="accept">The form that is wanted.</param>
    /// <inheritdoc cref="GetAsync"/>
    public async Task<HttpResponseMessage> OpenAsync(string path, string accept, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Options.Set(ServerHttp.ReadsWhileItComes, true);
        request.Headers.TryAddWithoutValidation("Accept", accept);
        var reply = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        if (reply.IsSuccessStatusCode)
            return reply;
        using (reply)
            throw ApiRefusal.From(reply.StatusCode, await reply.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false), Shown(HttpMethod.Get, path));
    }

    /// <summary>The thing, or null when the server says that there is none.</summary>
    /// <exception cref="ApiRefusal">The server answered with another error: whether there is one is not known.</exception>
    public async Task<JsonObject?> FindAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return await GetAsync(path, cancellationToken).ConfigureAwait(false);
        }
        catch (ApiRefusal refusal) when (refusal.Status == HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    /// <summary>All things of a kind that match patterns, page by page; without patterns all.</summary>
    /// <param name="kind"><c>tasks</c>, <c>templates</c>, <c>recordings</c> or <c>replays</c>.</param>
    public async Task<List<JsonObject>> ListAsync(
        string kind, IReadOnlyList<string> patterns, IReadOnlyList<string> fields, CancellationToken cancellationToken)
    {
        var items = new List<JsonObject>();
        foreach (var pattern in patterns.Count == 0 ? [""] : patterns)
        {
            for (var offset = 0; ; offset += PageSize)
            {
                var chosen = string.Concat(fields.Select(field => $"fields={field}&"));
                var path = $"{PathOf(kind)}?{chosen}limit={PageSize}&offset={offset}&pattern={Uri.EscapeDataString(pattern)}";
                var page = (await GetAsync(path, cancellationToken).ConfigureAwait(false)).Items(kind);
                items.AddRange(page);
                if (page.Count < PageSize)
                    break;
            }
        }

        return items;
    }

    public void Dispose() => http.Dispose();

    /// <summary>The version that the server says it is; null when it is not a Kapacitor, and nothing that is one to others.</summary>
    /// <exception cref="ApiRefusal">It wants a user.</exception>
    /// <inheritdoc cref="GetAsync"/>
    public async Task<string?> VersionAsync(CancellationToken cancellationToken)
    {
        var path = PathOf("ping");
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        using var reply = await http.SendAsync(request, cancellationToken).ConfigureAwait(false);
        if (reply.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
            throw ApiRefusal.From(reply.StatusCode, await reply.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false), Shown(HttpMethod.Get, path));
        return reply.IsSuccessStatusCode && reply.Headers.TryGetValues("X-Kapacitor-Version", out var versions) ? versions.First() : null;
    }

    /// <summary>Whether both go to the same place.</summary>
    public bool IsSameServer(ApiClient other) => other.Address is { } there && Address is { } here && there.Port == here.Port
        && (there.Host.Equals(here.Host, StringComparison.OrdinalIgnoreCase) || (there.IsLoopback && here.IsLoopback));

    /// <summary>The server; null when there is none.</summary>
    public Uri? Address => http.BaseAddress;

    private CliException NotUnderstood(string path, string why) => new($"the answer to {Shown(HttpMethod.Get, path)} is not understood, {why}: is there a Tocsin or Kapacitor server at this address?");

    private string Shown(HttpMethod method, string path) => $"{method} {Address?.GetLeftPart(UriPartial.Authority)}{path.Split('?')[0]}";

    private JsonObject Read(string text, string path)
    {
        if (text.Length == 0)
            return [];
        try
        {
            return JsonNode.Parse(text) as JsonObject ?? throw NotUnderstood(path, "it is JSON, and no object");
        }
        catch (JsonException)
        {
            throw NotUnderstood(path, text.TrimStart().StartsWith('<') ? "it is a page of HTML" : "it is not JSON");
        }
    }
}
