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
        Examples = [$"tocsin {name} cpu_alert", $"tocsin {name} 'cpu_*' mem_alert"];
    }

    public override IReadOnlyList<string> Examples { get; }

    protected override async Task RunAsync(ParseResult arguments, ApiClient api, CancellationToken cancellationToken)
    {
        var patterns = arguments.GetRequiredValue(_patterns);
        foreach (var status in _statuses)
        {
            foreach (var pattern in patterns)
            {
                var tasks = await api.ListAsync("tasks", [pattern], ["link"], cancellationToken).ConfigureAwait(false);
                if (tasks.Count == 0)
                    await Terminal.Error.WriteLineAsync($"no task matches '{pattern}'").ConfigureAwait(false);
                foreach (var task in tasks)
                    await SetAsync(api, task, status, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private static async Task SetAsync(ApiClient api, JsonObject task, string status, CancellationToken cancellationToken)
    {
        try
        {
            await api.SendAsync(HttpMethod.Patch, task.Link(), new JsonObject { ["status"] = status }, cancellationToken).ConfigureAwait(false);
        }
        catch (ApiRefusal refusal)
        {
            var doing = status == "enabled" ? "enabling" : "disabling";
            throw new CliException($"{doing} task {task.Text("id")}: {refusal.Message}");
        }
    }
}
