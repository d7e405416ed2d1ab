using System.CommandLine;

namespace Tocsin.Server.Cli.Client.Deletes;

/// <summary><c>tocsin delete tasks</c>, <c>templates</c>, <c>recordings</c> and <c>replays</c>.</summary>
internal sealed class DeleteByIdCommand : DeleteKindCommand
{
    private readonly Argument<string[]> _names;

    /// <param name="kind">The verb; the API's name for them, too.</param>
    public DeleteByIdCommand(string kind, string example, Terminal terminal, ServerChoice server)
        : base(kind, $"Delete {kind}.", terminal, server)
    {
        _names = Names("Ids or patterns; '*' is all.");
        if (kind == "tasks")
            CompleteTasks(_names);
        Examples = [example];
    }

    public override IReadOnlyList<string> Examples { get; }

    protected override Task RunAsync(ParseResult arguments, ApiClient api, CancellationToken cancellationToken) => DeleteAsync(
        api,
        arguments.GetRequiredValue(_names),
        name => api.ListAsync(Name, [name], ["link"], cancellationToken),
        name => MissingName.ByIdAsync(api, Name, name, cancellationToken),
        cancellationToken);
}
