using System.CommandLine;

namespace Tocsin.Server.Cli.Client.Sources;

/// <summary><c>tocsin sources delete</c>.</summary>
internal sealed class DeleteSourcesCommand : ClientCommand
{
    private readonly Argument<string[]> _ids;

    public DeleteSourcesCommand(Terminal terminal, ServerChoice server)
        : base("delete", "Delete sources.", terminal, server) => _ids = Words("ids", "Ids of sources as 'tocsin sources' shows them.", least: 1);

    public override IReadOnlyList<string> Examples => ["tocsin sources delete checks"];

    protected override async Task RunAsync(ParseResult arguments, ApiClient api, CancellationToken cancellationToken)
    {
        foreach (var id in arguments.GetRequiredValue(_ids))
            await api.SendAsync(HttpMethod.Delete, SourcesCommands.PathOf(id), null, cancellationToken).ConfigureAwait(false);
    }
}
