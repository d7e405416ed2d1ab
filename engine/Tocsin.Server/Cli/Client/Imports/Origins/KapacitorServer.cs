using System.Text.Json.Nodes;
using Tocsin.Alerting.Handlers;
using Tocsin.Server.Json;

namespace Tocsin.Server.Cli.Client.Imports.Origins;

/// <summary>A Kapacitor that runs. What was set over its configuration cannot be had: it hides secrets.</summary>
internal sealed class KapacitorServer(ApiClient api) : IImportOrigin
{
    /// <summary>How long one answer of it may take.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public string Name => api.Address?.ToString() ?? "";

    public IReadOnlyList<ImportResult> LeftOut => [];

    /// <summary>Makes a client for it; nothing is sent yet.</summary>
    /// <exception cref="CliException">The address is not valid.</exception>
    public static ApiClient Connect(string address, bool skipsVerification)
    {
        if (File.Exists(address))
            throw new CliException($"'{address}' is a file: only a running Kapacitor can be shadowed. Start one on it, and give its address, such as http://localhost:9093", ExitCode.Usage);
        return Uri.TryCreate(address, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"
            ? new ApiClient(ServerHttp.For(url, skipsVerification ? HandlerTls.Unchecked : null, ServerRole.Source, Patience))
            : throw new CliException($"'{address}' is neither a file nor the address of a server, which starts with http:// or https://, such as http://kapacitor:9092", ExitCode.BadUrl);
    }

    /// <summary>Makes sure that there is a Kapacitor before anything that it does not say is taken for nothing.</summary>
    /// <exception cref="CliException">There is none, or it wants a user.</exception>
    public static async Task CheckAsync(ApiClient source, CancellationToken cancellationToken)
    {
        try
        {
            if (await source.VersionAsync(cancellationToken).ConfigureAwait(false) is null)
                throw new CliException($"{source.Address} is not a Kapacitor: it does not answer {ApiClient.PathOf("ping")} as one. Give the address of a running Kapacitor, such as http://kapacitor:9092");
        }
        catch (ApiRefusal refusal)
        {
            throw new CliException($"{refusal.Request}: {refusal.Message}{ApiRefusal.CredentialsHint}");
        }
    }

    public Task<List<JsonObject>> TopicsAsync(CancellationToken cancellationToken) => TopicLists.TopicsAsync(api, "", cancellationToken);

    public async Task<List<JsonObject>> EventsAsync(JsonObject topic, CancellationToken cancellationToken) =>
        (await api.GetAsync(topic.Link("events-link"), cancellationToken).ConfigureAwait(false)).Items("events");

    public Task<List<JsonObject>> HandlersAsync(JsonObject topic, CancellationToken cancellationToken) =>
        TopicLists.HandlersAsync(api, topic.Link("handlers-link"), "", cancellationToken);

    public Task<List<JsonObject>> TemplatesAsync(CancellationToken cancellationToken) => api.ListAsync("templates", [], ["id"], cancellationToken);

    public Task<JsonObject?> FindTemplateAsync(string id, CancellationToken cancellationToken) =>
        api.FindAsync(ApiClient.PathOf("templates", id) + "?script-format=raw", cancellationToken);

    public Task<List<JsonObject>> TasksAsync(CancellationToken cancellationToken) => api.ListAsync("tasks", [], ["status"], cancellationToken);

    public Task<JsonObject> TaskAsync(string id, CancellationToken cancellationToken) =>
        api.GetAsync(ApiClient.PathOf("tasks", id) + "?script-format=raw", cancellationToken);

    public Task<List<JsonObject>> OverridesAsync(CancellationToken cancellationToken) => Task.FromResult(new List<JsonObject>());
}
