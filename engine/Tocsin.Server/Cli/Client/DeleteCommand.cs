using System.CommandLine;
using System.Text.Json.Nodes;

namespace Tocsin.Server.Cli.Client;

/// <summary><c>tocsin delete</c>: deletes tasks, templates, topics or the handlers of a topic.</summary>
internal sealed class DeleteCommand : ClientCommand
{
    private readonly Argument<string> _kind;
    private readonly Argument<string[]> _names;

    public DeleteCommand(Terminal terminal, ServerChoice server)
        : base("delete", "Delete tasks, templates, topics or topic handlers.", terminal, server)
    {
        _kind = Argument<string>("kind", "tasks, templates, topics or topic-handlers.");
        _kind.CompletionSources.Add("tasks", "templates", "topics", "topic-handlers");
        _names = Argument<string[]>("names", "Ids or patterns; for topic-handlers the topic first.");
        _names.Arity = ArgumentArity.ZeroOrMore;
    }

    public override IReadOnlyList<string> Examples =>
        ["tocsin delete tasks cpu_alert 'old_*'", "tocsin delete topic-handlers cpu victorops-cpu-alert", "tocsin delete topics cpu"];

    protected override async Task RunAsync(ParseResult arguments, ApiClient api, CancellationToken cancellationToken)
    {
        var names = arguments.GetRequiredValue(_names);
        var kind = arguments.GetRequiredValue(_kind);
        if (names.Length == 0)
            throw new CliException($"say which {kind} to delete, by id or pattern; '*' is all", ExitCode.Usage);
        if (kind == "topic-handlers" && names.Length == 1)
            throw new CliException($"say which handlers of topic '{names[0]}' to delete: tocsin delete topic-handlers {names[0]} HANDLER…; '*' is all", ExitCode.Usage);

        Func<string, Task<(List<JsonObject> Found, Func<Task<string>> Missing)>> find = kind switch
        {
            "tasks" or "templates" => async name => (
                await api.ListAsync(kind, [name], ["link"], cancellationToken).ConfigureAwait(false),
                () => MissingName.TaskAsync(api, kind, name, cancellationToken)),
            "topics" => async name => (
                await TopicLists.TopicsAsync(api, name, cancellationToken).ConfigureAwait(false),
                () => MissingName.TopicAsync(api, name, cancellationToken)),
            "topic-handlers" => async name => (
                await TopicLists.HandlersAsync(api, ApiClient.PathOf("alerts", "topics", names[0], "handlers"), name, cancellationToken).ConfigureAwait(false),
                () => MissingName.HandlerAsync(api, names[0], name, cancellationToken)),
            _ => throw new CliException($"cannot delete '{kind}': give tasks, templates, topics or topic-handlers"),
        };
        foreach (var name in kind == "topic-handlers" ? names.Skip(1) : names)
        {
            var (found, missing) = await find(name).ConfigureAwait(false);
            if (found.Count == 0)
                await FailAsync(await missing().ConfigureAwait(false)).ConfigureAwait(false);
            foreach (var item in found)
                await api.SendAsync(HttpMethod.Delete, item.Link(), null, cancellationToken).ConfigureAwait(false);
        }
    }
}
