using System.CommandLine;

namespace Tocsin.Server.Cli.Client.Deletes;

/// <summary><c>tocsin delete tasks</c> and <c>templates</c>.</summary>
internal sealed class DeleteTasksCommand : DeleteKindCommand
{
    private readonly Argument<string[]> _names;

    /// <param name="kind"><c>tasks</c> or <c>templates</c>.</param>
    public DeleteTasksCommand(string kind, string example, Terminal terminal, ServerChoice server)
        : base(kind, $"Delete {kind}.", terminal, server)
    {
        _names = Names("Ids or patterns; '*' is all.");
        if (kind == "tasks")
            _names.CompletionSources.Add(server.TaskNames);
        Examples = [example];
    }

    public override IReadOnlyList<string> Examples { get; }

    protected override Task RunAsync(ParseResult arguments, ApiClient api, CancellationToken cancellationToken) => DeleteAsync(
        api,
        arguments.GetRequiredValue(_names),
        name => api.ListAsync(Name, [name], ["link"], cancellationToken),
        name => MissingName.TaskAsync(api, Name, name, cancellationToken),
        cancellationToken);
}
