using System.CommandLine;

namespace Tocsin.Server.Cli.Client.Deletes;

/// <summary><c>tocsin delete topics</c>.</summary>
internal sealed class DeleteTopicsCommand : DeleteKindCommand
{
    private readonly Argument<string[]> _names;

    public DeleteTopicsCommand(Terminal terminal, ServerChoice server)
        : base("topics", "Delete topics with the state of their alerts.", terminal, server) => _names = Names("Names or patterns; '*' is all.");

    public override IReadOnlyList<string> Examples => ["tocsin delete topics cpu"];

    protected override Task RunAsync(ParseResult arguments, ApiClient api, CancellationToken cancellationToken) => DeleteAsync(
        api,
        arguments.GetRequiredValue(_names),
        name => TopicLists.TopicsAsync(api, name, cancellationToken),
        name => MissingName.TopicAsync(api, name, cancellationToken),
        cancellationToken);
}
