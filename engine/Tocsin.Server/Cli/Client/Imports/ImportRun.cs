using System.Text.Json.Nodes;
using Tocsin.Dsl.Syntax;
using Tocsin.Server.Http;

namespace Tocsin.Server.Cli.Client.Imports;

/// <summary>
/// Makes on one server what another one has: first what its topics know, then templates, handlers and tasks, so that a task that starts goes on from
/// what was open. What is there already is compared and left alone; a second run changes nothing.
/// </summary>
/// <param name="source">The server that has it.</param>
/// <param name="target">The server that gets it.</param>
internal sealed class ImportRun(ApiClient source, ApiClient target)
{
    private static readonly string[] TaskFields = ["template-id", "script", "vars", "dbrps"];

    /// <summary>True to replace what says something else.</summary>
    public bool Replaces { get; init; }

    /// <summary>True to define tasks without starting them.</summary>
    public bool LeavesDisabled { get; init; }

    public async Task<IReadOnlyList<ImportResult>> RunAsync(CancellationToken cancellationToken)
    {
        var results = new List<ImportResult>();
        var topics = await TopicLists.TopicsAsync(source, "", cancellationToken).ConfigureAwait(false);
        foreach (var topic in topics)
            await AddAsync(results, "topic", topic.Text("id"), () => TopicAsync(topic, cancellationToken)).ConfigureAwait(false);
        foreach (var template in await source.ListAsync("templates", [], ["id"], cancellationToken).ConfigureAwait(false))
            await AddAsync(results, "template", template.Text("id"), () => TemplateAsync(template.Text("id"), cancellationToken)).ConfigureAwait(false);
        foreach (var topic in topics)
        {
            foreach (var handler in (await source.GetAsync(topic.Link("handlers-link"), cancellationToken).ConfigureAwait(false)).Items("handlers"))
                await AddAsync(results, "handler", $"{topic.Text("id")}/{handler.Text("id")}", () => HandlerAsync(topic.Text("id"), handler, cancellationToken)).ConfigureAwait(false);
        }

        foreach (var task in await source.ListAsync("tasks", [], ["id"], cancellationToken).ConfigureAwait(false))
            await AddAsync(results, "task", task.Text("id"), () => TaskAsync(task.Text("id"), cancellationToken)).ConfigureAwait(false);
        return results;
    }

    // One thing that cannot be made keeps no other from being made.
    private static async Task AddAsync(List<ImportResult> results, string kind, string name, Func<Task<(ImportOutcome Outcome, string Why)>> import)
    {
        try
        {
            var (outcome, why) = await import().ConfigureAwait(false);
            results.Add(new ImportResult(kind, name, outcome, why));
        }
        catch (ApiRefusal refusal)
        {
            results.Add(new ImportResult(kind, name, ImportOutcome.Refused, refusal.Message));
        }
    }

    private async Task<(ImportOutcome Outcome, string Why)> TopicAsync(JsonObject topic, CancellationToken cancellationToken)
    {
        var events = (await source.GetAsync(topic.Link("events-link"), cancellationToken).ConfigureAwait(false)).Items("events");
        var sent = new JsonObject { ["events"] = new JsonArray([.. events.Select(one => new JsonObject { ["id"] = one.Text("id"), ["state"] = one["state"]?.DeepClone() })]) };
        var answer = await target.SendAsync(HttpMethod.Post, $"{RouteTable.OwnBase}/topics/{Uri.EscapeDataString(topic.Text("id"))}/import", sent, cancellationToken).ConfigureAwait(false);
        var taken = answer["imported"]?.GetValue<int>() ?? 0;
        var open = events.Count(one => (one["state"] as JsonObject ?? []).Text("level") != "OK");
        return (taken > 0 ? ImportOutcome.Imported : ImportOutcome.Same, $"{taken} of {events.Count} events, {open} open");
    }

    private async Task<(ImportOutcome Outcome, string Why)> TemplateAsync(string id, CancellationToken cancellationToken)
    {
        var wanted = await source.GetAsync(ApiClient.PathOf("templates", id) + "?script-format=raw", cancellationToken).ConfigureAwait(false);
        var body = new JsonObject { ["id"] = id, ["script"] = wanted.Text("script") };
        var here = await target.FindAsync(ApiClient.PathOf("templates", id) + "?script-format=raw", cancellationToken).ConfigureAwait(false);
        return await DefineAsync(here, ["script"], body, "templates", id, cancellationToken).ConfigureAwait(false);
    }

    private async Task<(ImportOutcome Outcome, string Why)> TaskAsync(string id, CancellationToken cancellationToken)
    {
        var wanted = await source.GetAsync(ApiClient.PathOf("tasks", id) + "?script-format=raw", cancellationToken).ConfigureAwait(false);
        var isOfTemplate = wanted.Text("template-id").Length > 0;
        var body = new JsonObject
        {
            ["id"] = id,
            ["vars"] = wanted["vars"]?.DeepClone() ?? new JsonObject(),
            ["status"] = LeavesDisabled ? "disabled" : wanted.Text("status"),
        };
        if (isOfTemplate)
            body["template-id"] = wanted.Text("template-id");
        else
            body["script"] = wanted.Text("script");

        // Where the script names them they cannot be given again.
        if (!NamesDatabases(wanted.Text("script")))
            body["dbrps"] = wanted["dbrps"]?.DeepClone();
        var here = await target.FindAsync(ApiClient.PathOf("tasks", id) + "?script-format=raw", cancellationToken).ConfigureAwait(false);
        string[] compared = isOfTemplate ? [.. TaskFields.Except(["script"])] : [.. TaskFields.Except(["template-id"])];
        return await DefineAsync(here, [.. compared.Where(body.ContainsKey)], body, "tasks", id, cancellationToken).ConfigureAwait(false);
    }

    private async Task<(ImportOutcome Outcome, string Why)> HandlerAsync(string topic, JsonObject handler, CancellationToken cancellationToken)
    {
        var id = handler.Text("id");
        var path = ApiClient.PathOf("alerts", "topics", topic, "handlers");
        var body = new JsonObject { ["id"] = id, ["kind"] = handler.Text("kind"), ["match"] = handler.Text("match"), ["options"] = handler["options"]?.DeepClone() };
        if (await target.FindAsync($"{path}/{Uri.EscapeDataString(id)}", cancellationToken).ConfigureAwait(false) is not { } here)
            return (ImportOutcome.Imported, Warnings(await target.SendAsync(HttpMethod.Post, path, body, cancellationToken).ConfigureAwait(false)));
        if (here.Text("kind") == handler.Text("kind") && here.Text("match") == handler.Text("match") && AreSameOptions(handler["options"], here["options"]))
            return (ImportOutcome.Same, "");
        if (!Replaces)
            return (ImportOutcome.Differs, "left as it is here");
        return (ImportOutcome.Replaced, Warnings(await target.SendAsync(HttpMethod.Put, $"{path}/{Uri.EscapeDataString(id)}", body, cancellationToken).ConfigureAwait(false)));
    }

    private async Task<(ImportOutcome Outcome, string Why)> DefineAsync(
        JsonObject? here, string[] compared, JsonObject body, string kind, string id, CancellationToken cancellationToken)
    {
        if (here is null)
            return (ImportOutcome.Imported, Warnings(await target.SendAsync(HttpMethod.Post, ApiClient.PathOf(kind), body, cancellationToken).ConfigureAwait(false)));
        var different = compared.Where(field => !AreSame(body[field], here[field])).ToList();
        if (different.Count == 0)
            return (ImportOutcome.Same, "");
        if (!Replaces)
            return (ImportOutcome.Differs, $"other {string.Join(", ", different)}; left as it is here");
        body.Remove("id");
        return (ImportOutcome.Replaced, Warnings(await target.SendAsync(HttpMethod.Patch, ApiClient.PathOf(kind, id), body, cancellationToken).ConfigureAwait(false)));
    }

    private static string Warnings(JsonObject answer) => answer["warnings"] is JsonArray { Count: > 0 } warnings
        ? "warning: " + string.Join("; ", warnings.Select(warning => warning is JsonObject one ? one.Text("message") : warning?.ToString()))
        : "";

    private static bool NamesDatabases(string script) => SyntaxTree.Parse(new SourceText(script)).Root.Statements.OfType<DbrpSyntax>().Any();

    // What one server leaves out the other may show as nothing.
    private static bool AreSame(JsonNode? left, JsonNode? right) => JsonNode.DeepEquals(left, right) || (IsEmpty(left) && IsEmpty(right));

    private static bool IsEmpty(JsonNode? node) => node is null or JsonObject { Count: 0 } or JsonArray { Count: 0 };

    // Secrets are shown as masks here: what is masked is taken for the same.
    private static bool AreSameOptions(JsonNode? wanted, JsonNode? here) => (wanted, here) switch
    {
        (_, JsonValue mask) when mask.TryGetValue<string>(out var text) && text.Contains(Alerting.Configuration.OptionMask.Hidden, StringComparison.Ordinal) => wanted is not null,
        (JsonObject left, JsonObject right) => left.Select(entry => entry.Key).Union(right.Select(entry => entry.Key)).All(key => AreSameOptions(left[key], right[key])),
        (JsonArray left, JsonArray right) => left.Count == right.Count && left.Zip(right).All(pair => AreSameOptions(pair.First, pair.Second)),
        _ => AreSame(wanted, here),
    };
}
