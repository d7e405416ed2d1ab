using System.Text.Json.Nodes;
using Tocsin.Server.Json;
using Tocsin.Server.Kapacitor;

namespace Tocsin.Server.Cli.Client.Imports.Origins;

/// <summary>What a Kapacitor left in its database, as something to take over.</summary>
/// <param name="name">The file.</param>
internal sealed class DatabaseOrigin(string name, KapacitorDatabase database) : IImportOrigin
{
    public string Name => name;

    public IReadOnlyList<ImportResult> LeftOut =>
        [.. database.LeftOut.Select(left => new ImportResult(left.Kind, left.Name, left.IsUnreadable ? ImportOutcome.Refused : ImportOutcome.Skipped, left.Why))];

    public Task<List<JsonObject>> TopicsAsync(CancellationToken cancellationToken) =>
        Task.FromResult(Named(database.Topics.Keys.Union(database.Handlers.Keys).Order(StringComparer.Ordinal)));

    public Task<List<JsonObject>> EventsAsync(JsonObject topic, CancellationToken cancellationToken) =>
        Task.FromResult(database.Topics.GetValueOrDefault(topic.Text("id"), []));

    public Task<List<JsonObject>> HandlersAsync(JsonObject topic, CancellationToken cancellationToken) =>
        Task.FromResult(database.Handlers.GetValueOrDefault(topic.Text("id"), []));

    public Task<List<JsonObject>> TemplatesAsync(CancellationToken cancellationToken) => Task.FromResult(Named(database.Templates.Keys));

    public Task<JsonObject?> FindTemplateAsync(string id, CancellationToken cancellationToken) => Task.FromResult(database.Templates.GetValueOrDefault(id));

    public Task<List<JsonObject>> TasksAsync(CancellationToken cancellationToken) => Task.FromResult(database.Tasks.Values.ToList());

    public Task<JsonObject> TaskAsync(string id, CancellationToken cancellationToken) => Task.FromResult(database.Tasks[id]);

    public Task<List<JsonObject>> OverridesAsync(CancellationToken cancellationToken) => Task.FromResult(database.Overrides.ToList());

    private static List<JsonObject> Named(IEnumerable<string> ids) => [.. ids.Select(id => new JsonObject { ["id"] = id })];
}
