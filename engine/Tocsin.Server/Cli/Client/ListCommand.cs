using System.CommandLine;
using System.Text.Json.Nodes;
using Column = Tocsin.Server.Cli.Client.TextTable.Column;

namespace Tocsin.Server.Cli.Client;

/// <summary><c>tocsin list</c>: tables of what a server holds.</summary>
internal sealed class ListCommand : ClientCommand
{
    private readonly Argument<string> _kind;
    private readonly Argument<string[]> _patterns;
    private readonly Option<bool> _json;

    public ListCommand(Terminal terminal, ServerChoice server)
        : base("list", "List tasks, templates, topics or topic handlers.", terminal, server)
    {
        _kind = Argument<string>("kind", "tasks, templates, topics or topic-handlers.");
        _kind.CompletionSources.Add("tasks", "templates", "topics", "topic-handlers");
        _patterns = Argument<string[]>("patterns", "Ids or patterns; for topic-handlers a pattern of topics first. Default: all.");
        _patterns.Arity = ArgumentArity.ZeroOrMore;
        _json = JsonOption();
    }

    public override IReadOnlyList<string> Examples => ["tocsin list tasks", "tocsin list tasks 'cpu_*'", "tocsin list topic-handlers cpu", "tocsin list tasks --json"];

    protected override async Task RunAsync(ParseResult arguments, ApiClient api, CancellationToken cancellationToken)
    {
        var patterns = arguments.GetRequiredValue(_patterns);
        var kind = arguments.GetRequiredValue(_kind);
        Func<List<JsonObject>, TextTable> table;
        List<JsonObject> items;
        switch (kind)
        {
            case "tasks":
                (table, items) = (Tasks, await api.ListAsync(kind, patterns, ["type", "status", "executing", "dbrps"], cancellationToken).ConfigureAwait(false));
                break;
            case "templates":
                (table, items) = (Templates, await api.ListAsync(kind, patterns, ["type", "vars"], cancellationToken).ConfigureAwait(false));
                break;
            case "topics":
                (table, items) = (Topics, await TopicsAsync(api, patterns, cancellationToken).ConfigureAwait(false));
                break;
            case "topic-handlers":
                (table, items) = (Handlers, await HandlersAsync(api, patterns, cancellationToken).ConfigureAwait(false));
                break;
            default:
                throw new CliException($"cannot list '{kind}': give tasks, templates, topics or topic-handlers");
        }

        if (arguments.GetValue(_json))
            await WriteJsonAsync(new JsonObject { [kind] = new JsonArray([.. items.Select(item => item.DeepClone())]) }).ConfigureAwait(false);
        else
            table(items).Write(Terminal.Out);
    }

    private static TextTable Tasks(List<JsonObject> tasks)
    {
        var table = new TextTable(
            Column.Fitting("ID"), new("Type", 10), new("Status", 10), new("Executing", 10), new("Databases and Retention Policies", 0));
        foreach (var task in tasks)
            table.Add(task.Text("id"), task.Text("type"), task.Text("status"), task.Text("executing"), task.Dbrps());
        return table;
    }

    private static TextTable Templates(List<JsonObject> templates)
    {
        var table = new TextTable(Column.Fitting("ID"), new("Type", 10), new("Vars", 40));
        foreach (var template in templates)
        {
            var vars = (template["vars"] as JsonObject)?.Select(var => var.Key).Order(StringComparer.Ordinal) ?? Enumerable.Empty<string>();
            table.Add(template.Text("id"), template.Text("type"), string.Join(',', vars));
        }

        return table;
    }

    private static TextTable Topics(List<JsonObject> topics)
    {
        var table = new TextTable(Column.Fitting("ID"), new("Level", 9), new("Collected", 10) { IsRight = true });
        foreach (var topic in topics)
            table.Add(topic.Text("id"), topic.Text("level"), topic.Text("collected"));
        return table;
    }

    private static TextTable Handlers(List<JsonObject> handlers)
    {
        var table = new TextTable(Column.Fitting("Topic", 11), Column.Fitting("ID", 11), Column.Fitting("Kind", 11));
        foreach (var handler in handlers)
            table.Add(handler.Text("topic"), handler.Text("id"), handler.Text("kind"));
        return table;
    }

    private static async Task<List<JsonObject>> TopicsAsync(ApiClient api, string[] patterns, CancellationToken cancellationToken)
    {
        var topics = new List<JsonObject>();
        foreach (var pattern in patterns.DefaultIfEmpty(""))
            topics.AddRange(await TopicLists.TopicsAsync(api, pattern, cancellationToken).ConfigureAwait(false));
        return topics;
    }

    private static async Task<List<JsonObject>> HandlersAsync(ApiClient api, string[] patterns, CancellationToken cancellationToken)
    {
        var handlers = new List<JsonObject>();
        foreach (var topic in await TopicLists.TopicsAsync(api, patterns.FirstOrDefault(""), cancellationToken).ConfigureAwait(false))
        {
            foreach (var pattern in patterns.Skip(1).DefaultIfEmpty(""))
            {
                foreach (var handler in await TopicLists.HandlersAsync(api, topic.Link("handlers-link"), pattern, cancellationToken).ConfigureAwait(false))
                {
                    handler["topic"] = topic.Text("id");
                    handlers.Add(handler);
                }
            }
        }

        return handlers;
    }
}
