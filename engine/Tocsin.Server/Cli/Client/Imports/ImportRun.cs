using System.Text.Json.Nodes;
using Tocsin.Dsl.Syntax;
using Tocsin.Dsl.Syntax.Parsing;
using Tocsin.Sdk.Commands;
using Tocsin.Server.Cli.Client.Imports.Origins;
using Tocsin.Server.Http;
using Tocsin.Server.Json;

namespace Tocsin.Server.Cli.Client.Imports;

/// <summary>
/// Makes on a server what a Kapacitor has: first what was set over its configuration, then what its topics know, then templates, handlers and tasks, so
/// that a task that starts finds what it needs and goes on from what was open. What is there already is compared and left alone; a second run changes nothing.
/// </summary>
/// <param name="source">What has it.</param>
/// <param name="target">The server that gets it.</param>
internal sealed class ImportRun(IImportOrigin source, ApiClient target)
{
    /// <summary>Requests without any answer, one after the other, before the rest is left.</summary>
    private const int MostUnanswered = 3;

    /// <summary>Events of one request.</summary>
    private const int EventsAtOnce = 10_000;

    private static readonly string[] TaskFields = ["template-id", "script", "vars", "dbrps"];

    private readonly List<ImportResult> _results = [];
    private readonly Dictionary<string, bool> _templates = [];
    private readonly ImportedOverrides _overrides = new(target);

    private int _unanswered;

    /// <summary>True to replace what says something else.</summary>
    public bool Replaces { get; init; }

    /// <summary>True to define tasks without starting them.</summary>
    public bool LeavesDisabled { get; init; }

    /// <summary>True to start the tasks that are here already, say the same, and are enabled at the source.</summary>
    public bool Enables { get; init; }

    /// <summary>What was done so far.</summary>
    public IReadOnlyList<ImportResult> Results => _results;

    /// <summary>Why not everything was looked at; null when it was.</summary>
    public string? GivenUp { get; private set; }

    /// <summary>Takes over what can be; what cannot is a result as well.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            foreach (var set in await ListAsync("override", () => source.OverridesAsync(cancellationToken)).ConfigureAwait(false))
                await AddAsync("override", $"{set.Text("section")}/{set.Text("element")}", () => _overrides.ImportAsync(set, Replaces, cancellationToken)).ConfigureAwait(false);
            var topics = await ListAsync("topic", () => source.TopicsAsync(cancellationToken)).ConfigureAwait(false);
            foreach (var topic in topics)
                await AddAsync("topic", topic.Text("id"), () => TopicAsync(topic, cancellationToken)).ConfigureAwait(false);
            foreach (var template in await ListAsync("template", () => source.TemplatesAsync(cancellationToken)).ConfigureAwait(false))
                await AddAsync("template", template.Text("id"), () => TemplateAsync(template.Text("id"), cancellationToken)).ConfigureAwait(false);
            foreach (var topic in topics)
            {
                foreach (var handler in await ListAsync("handler", () => source.HandlersAsync(topic, cancellationToken), topic.Text("id") + "/").ConfigureAwait(false))
                    await AddAsync("handler", $"{topic.Text("id")}/{handler.Text("id")}", () => HandlerAsync(topic.Text("id"), handler, cancellationToken)).ConfigureAwait(false);
            }

            foreach (var task in await ListAsync("task", () => source.TasksAsync(cancellationToken)).ConfigureAwait(false))
                await AddAsync("task", task.Text("id"), () => TaskAsync(task.Text("id"), cancellationToken), task.Text("status")).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            GivenUp = "interrupted";
        }

        _results.AddRange(source.LeftOut);
    }

    private async Task<List<JsonObject>> ListAsync(string kind, Func<Task<List<JsonObject>>> list, string prefix = "")
    {
        List<JsonObject> listed = [];
        if (GivenUp is null && await WhyNotAsync(async () => listed = await list().ConfigureAwait(false)).ConfigureAwait(false) is { } why)
            _results.Add(new ImportResult(kind, prefix + "*", ImportOutcome.Refused, why));
        return listed;
    }

    private async Task AddAsync(string kind, string name, Func<Task<(ImportOutcome Outcome, string Why)>> import, string status = "")
    {
        if (GivenUp is not null)
            return;
        var done = (Outcome: ImportOutcome.Refused, Why: "");
        if (await WhyNotAsync(async () => done = await import().ConfigureAwait(false)).ConfigureAwait(false) is { } why)
            done = (ImportOutcome.Refused, why);
        _results.Add(new ImportResult(kind, name, done.Outcome, done.Why) { Status = status });
    }

    // One thing that cannot be read or made keeps no other from being made; a server that is gone does.
    private async Task<string?> WhyNotAsync(Func<Task> step)
    {
        try
        {
            await step().ConfigureAwait(false);
            _unanswered = 0;
            return null;
        }
        catch (ApiRefusal refusal)
        {
            _unanswered = 0;
            var isOurs = target.Address is { } address && refusal.Request.Contains(address.Authority, StringComparison.Ordinal) && (int)refusal.Status < 500;
            return isOurs ? refusal.Message : $"{refusal.Request}: {refusal.Message}";
        }
        catch (CliException unreadable)
        {
            _unanswered = 0;
            return unreadable.Message;
        }
        catch (CommandException unanswered)
        {
            if (++_unanswered == MostUnanswered)
                GivenUp = $"given up after {MostUnanswered} requests in a row without an answer; what is not listed was not looked at. Run it again: what was taken over is compared, and stays";
            return unanswered.Message;
        }
    }

    private async Task<(ImportOutcome Outcome, string Why)> TopicAsync(JsonObject topic, CancellationToken cancellationToken)
    {
        var name = topic.Text("id");
        var events = await source.EventsAsync(topic, cancellationToken).ConfigureAwait(false);
        var (taken, refused) = (0, 0);
        foreach (var part in events.Chunk(EventsAtOnce).DefaultIfEmpty([]))
        {
            var sent = new JsonObject { ["events"] = new JsonArray([.. part.Select(one => new JsonObject { ["id"] = one.Text("id"), ["state"] = one["state"]?.DeepClone() })]) };
            if (await SendEventsAsync(name, sent, cancellationToken).ConfigureAwait(false) is not { } answer)
                return (ImportOutcome.Skipped, "Kapacitor cannot import alert states; open alerts are raised again by their next points");
            taken += answer["imported"]?.GetValue<int>() ?? 0;
            refused += answer["refused-count"]?.GetValue<int>() ?? 0;
            _results.AddRange(answer.Items("refused").Select(one => new ImportResult("event", $"{name}/{one.Text("id")}", ImportOutcome.Refused, one.Text("why"))));
        }

        var open = events.Count(one => (one["state"] as JsonObject ?? []).Text("level") != "OK");
        return (taken > 0 ? ImportOutcome.Imported : ImportOutcome.Same, $"{taken} of {events.Count} events, {open} open" + (refused > 0 ? $", {refused} refused" : ""));
    }

    // Going back, it is a Kapacitor that takes over.
    private async Task<JsonObject?> SendEventsAsync(string topic, JsonObject events, CancellationToken cancellationToken)
    {
        try
        {
            return await target.SendAsync(HttpMethod.Post, $"{RouteTable.OwnBase}/topics/{Uri.EscapeDataString(topic)}/import", events, cancellationToken).ConfigureAwait(false);
        }
        catch (ApiRefusal refusal) when (refusal.Status == System.Net.HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    private async Task<(ImportOutcome Outcome, string Why)> TemplateAsync(string id, CancellationToken cancellationToken)
    {
        var wanted = await source.FindTemplateAsync(id, cancellationToken).ConfigureAwait(false) ?? throw new CliException("it has been deleted in the meantime");
        var body = new JsonObject { ["id"] = id, ["script"] = wanted.Text("script") };
        var here = await target.FindAsync(ApiClient.PathOf("templates", id) + "?script-format=raw", cancellationToken).ConfigureAwait(false);
        return await DefineAsync(here, ["script"], body, "templates", id, cancellationToken).ConfigureAwait(false);
    }

    private async Task<(ImportOutcome Outcome, string Why)> TaskAsync(string id, CancellationToken cancellationToken)
    {
        var wanted = await source.TaskAsync(id, cancellationToken).ConfigureAwait(false);
        var template = wanted.Text("template-id");
        var isOfTemplate = template.Length > 0 && await HasTemplateAsync(template, cancellationToken).ConfigureAwait(false);
        var body = new JsonObject
        {
            ["id"] = id,
            ["vars"] = wanted["vars"]?.DeepClone() ?? new JsonObject(),
            ["status"] = LeavesDisabled ? "disabled" : wanted.Text("status"),
        };
        if (isOfTemplate)
            body["template-id"] = template;
        else
            body["script"] = wanted.Text("script");

        // Where the script names them they cannot be given again.
        if (!NamesDatabases(wanted.Text("script")))
            body["dbrps"] = wanted["dbrps"]?.DeepClone();
        var here = await target.FindAsync(ApiClient.PathOf("tasks", id) + "?script-format=raw", cancellationToken).ConfigureAwait(false);
        string[] compared = isOfTemplate ? [.. TaskFields.Except(["script"])] : [.. TaskFields.Except(["template-id"])];
        var (outcome, why) = await DefineTaskAsync(here, [.. compared.Where(body.ContainsKey)], body, id, cancellationToken).ConfigureAwait(false);
        return template.Length > 0 && !isOfTemplate && outcome is ImportOutcome.Imported or ImportOutcome.Replaced
            ? (outcome, Joined($"with a script of its own, as its template '{template}' is gone there", why))
            : (outcome, why);
    }

    // A Kapacitor goes on with the script of a template that somebody deleted.
    private async Task<bool> HasTemplateAsync(string template, CancellationToken cancellationToken)
    {
        if (!_templates.TryGetValue(template, out var isThere))
            _templates[template] = isThere = await source.FindTemplateAsync(template, cancellationToken).ConfigureAwait(false) is not null;
        return isThere;
    }

    private async Task<(ImportOutcome Outcome, string Why)> DefineTaskAsync(JsonObject? here, string[] compared, JsonObject body, string id, CancellationToken cancellationToken)
    {
        var status = body.Text("status");
        if (here is not null && LeavesDisabled)
            body.Remove("status");
        var hasOtherStatus = here is not null && !LeavesDisabled && here.Text("status") != status;
        if (!hasOtherStatus || !compared.All(field => IsSame(field, body, here)))
            return await DefineAsync(here, hasOtherStatus ? [.. compared, "status"] : compared, body, "tasks", id, cancellationToken).ConfigureAwait(false);

        var starts = Enables && status == "enabled";
        if (!starts && !Replaces)
            return (ImportOutcome.Differs, status == "enabled" ? "enabled there, disabled here: --enable starts it" : "disabled there, enabled here; left as it is here");
        var answer = await target.SendAsync(HttpMethod.Patch, ApiClient.PathOf("tasks", id), new JsonObject { ["status"] = status }, cancellationToken).ConfigureAwait(false);
        return (starts ? ImportOutcome.Enabled : ImportOutcome.Replaced, Joined(starts ? "" : $"{status} as there", Warnings(answer)));
    }

    private async Task<(ImportOutcome Outcome, string Why)> HandlerAsync(string topic, JsonObject handler, CancellationToken cancellationToken)
    {
        var id = handler.Text("id");
        if (ImportedOptions.IsMasked(handler["options"]))
            return (ImportOutcome.Refused, "secrets of it are not shown there: define it with them");
        var path = ApiClient.PathOf("alerts", "topics", topic, "handlers");
        var body = new JsonObject { ["id"] = id, ["kind"] = handler.Text("kind"), ["match"] = handler.Text("match"), ["options"] = handler["options"]?.DeepClone() };
        if (await target.FindAsync($"{path}/{Uri.EscapeDataString(id)}", cancellationToken).ConfigureAwait(false) is not { } here)
            return (ImportOutcome.Imported, Warnings(await target.SendAsync(HttpMethod.Post, path, body, cancellationToken).ConfigureAwait(false)));
        if (here.Text("kind") == handler.Text("kind") && here.Text("match") == handler.Text("match") && ImportedOptions.AreSame(handler["options"], here["options"]))
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
        var different = compared.Where(field => !IsSame(field, body, here)).ToList();
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

    private static string Joined(string first, string second) => first.Length > 0 && second.Length > 0 ? $"{first}; {second}" : first + second;

    private static bool IsSame(string field, JsonObject wanted, JsonObject? here) =>
        field == "vars" ? ImportedVars.AreSame(wanted[field], here?[field]) : ImportedOptions.AreSame(wanted[field], here?[field]);
}
