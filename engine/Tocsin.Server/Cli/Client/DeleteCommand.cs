using System.CommandLine;

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

        foreach (var path in await FindAsync(kind, names, api, cancellationToken).ConfigureAwait(false))
            await api.SendAsync(HttpMethod.Delete, path, null, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<List<string>> FindAsync(string kind, string[] names, ApiClient api, CancellationToken cancellationToken)
    {
        var paths = new List<string>();
        switch (kind)
        {
            case "tasks" or "templates":
                paths.AddRange((await api.ListAsync(kind, names, ["link"], cancellationToken).ConfigureAwait(false)).Select(item => item.Link()));
                break;
            case "topics":
                foreach (var name in names)
                    paths.AddRange((await TopicLists.TopicsAsync(api, name, cancellationToken).ConfigureAwait(false)).Select(topic => topic.Link()));
                break;
            case "topic-handlers":
                foreach (var name in names.Skip(1))
                {
                    var link = ApiClient.PathOf("alerts", "topics", names[0], "handlers");
                    paths.AddRange((await TopicLists.HandlersAsync(api, link, name, cancellationToken).ConfigureAwait(false)).Select(handler => handler.Link()));
                }

                break;
            default:
                throw new CliException($"cannot delete '{kind}': give tasks, templates, topics or topic-handlers");
        }

        return paths;
    }
}
