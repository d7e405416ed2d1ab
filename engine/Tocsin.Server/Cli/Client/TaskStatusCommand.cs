using System.CommandLine;
using System.Text.Json.Nodes;
using Tocsin.Server.Json;

namespace Tocsin.Server.Cli.Client;

/// <summary><c>tocsin enable</c>, <c>disable</c> and <c>reload</c>.</summary>
internal sealed class TaskStatusCommand : ClientCommand
{
    private readonly Argument<string[]> _patterns;
    private readonly string _doing;
    private readonly string _status;
    private readonly bool _isRestart;

    /// <param name="doing">What it does, for errors: <c>enabling</c>.</param>
    /// <param name="status"><c>enabled</c> or <c>disabled</c>.</param>
    /// <param name="isRestart">Whether tasks that run are started anew. What is written meanwhile waits for them.</param>
    public TaskStatusCommand(string name, string description, string doing, string status, Terminal terminal, ServerChoice server, bool isRestart = false)
        : base(name, description, terminal, server)
    {
        (_doing, _status, _isRestart) = (doing, status, isRestart);
        _patterns = Argument<string[]>("tasks", "Ids of tasks, or patterns such as 'cpu_*'.");
        _patterns.Arity = ArgumentArity.OneOrMore;
        CompleteTasks(_patterns);
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

        foreach (var (id, link) in links)
            await SetAsync(api, id, link, cancellationToken).ConfigureAwait(false);
    }

    private async Task TellIdleAsync(string id, JsonObject task)
    {
        foreach (var warning in task.Items("warnings").Where(warning => !task.Text("error").Contains(warning.Text("message"), StringComparison.Ordinal)))
            await Terminal.Error.WriteLineAsync($"tocsin: task {id}: warning {warning.Text("code")}: {warning.Text("message")}").ConfigureAwait(false);
        await FailOfIdleAsync(id, task).ConfigureAwait(false);
    }

    private async Task SetAsync(ApiClient api, string id, string link, CancellationToken cancellationToken)
    {
        try
        {
            var change = new JsonObject { ["status"] = _status };
            if (_isRestart)
                change["restart"] = true;
            var task = await api.SendAsync(HttpMethod.Patch, link, change, cancellationToken).ConfigureAwait(false);
            if (IsIdle(task))
                await TellIdleAsync(id, task).ConfigureAwait(false);
        }
        catch (ApiRefusal refusal)
        {
            // One that cannot start must not keep the others from it.
            await FailAsync($"{_doing} task {id}: {refusal.Message}").ConfigureAwait(false);
        }
    }
}
