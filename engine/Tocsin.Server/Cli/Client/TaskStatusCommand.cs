using System.CommandLine;
using System.Text.Json.Nodes;

namespace Tocsin.Server.Cli.Client;

/// <summary><c>tocsin enable</c>, <c>disable</c> and <c>reload</c>: give tasks one status after the other.</summary>
internal sealed class TaskStatusCommand : ClientCommand
{
    private readonly Argument<string[]> _patterns;
    private readonly string[] _statuses;

    /// <param name="statuses"><c>enabled</c>, <c>disabled</c>; all tasks get the first before any gets the next.</param>
    public TaskStatusCommand(string name, string description, string[] statuses, Terminal terminal, ServerChoice server)
        : base(name, description, terminal, server)
    {
        _statuses = statuses;
        _patterns = Argument<string[]>("tasks", "Ids of tasks, or patterns such as 'cpu_*'.");
        _patterns.Arity = ArgumentArity.OneOrMore;
        _patterns.CompletionSources.Add(server.TaskNames);
        Examples = [$"tocsin {name} cpu_alert", $"tocsin {name} 'cpu_*' mem_alert"];
    }

    public override IReadOnlyList<string> Examples { get; }

    protected override async Task RunAsync(ParseResult arguments, ApiClient api, CancellationToken cancellationToken)
    {
        var links = new List<(string Id, string Link)>();
        foreach (var pattern in arguments.GetRequiredValue(_patterns))
        {
            var tasks = await api.ListAsync("tasks", [pattern], ["link"], cancellationToken).ConfigureAwait(false);
            if (tasks.Count == 0)
                await FailAsync(await MissingName.ByIdAsync(api, "tasks", pattern, cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
            links.AddRange(tasks.Select(task => (task.Text("id"), task.Link())));
        }

        foreach (var status in _statuses)
        {
            foreach (var (id, link) in links)
                await SetAsync(api, id, link, status, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task SetAsync(ApiClient api, string id, string link, string status, CancellationToken cancellationToken)
    {
        try
        {
            await api.SendAsync(HttpMethod.Patch, link, new JsonObject { ["status"] = status }, cancellationToken).ConfigureAwait(false);
        }
        catch (ApiRefusal refusal)
        {
            // One that cannot start must not keep the others from it.
            var doing = status == "enabled" ? "enabling" : "disabling";
            await FailAsync($"{doing} task {id}: {refusal.Message}").ConfigureAwait(false);
        }
    }
}
