using System.CommandLine;

namespace Tocsin.Server.Cli.Client.Sources;

/// <summary><c>tocsin sources show</c>: all about some sources.</summary>
internal sealed class ShowSourcesCommand : ClientCommand
{
    private readonly Argument<string[]> _ids;

    public ShowSourcesCommand(Terminal terminal, ServerChoice server)
        : base("show", "Show all there is to know of sources, as JSON.", terminal, server)
    {
        _ids = Words("ids", "Ids of sources as 'tocsin sources' shows them.", least: 1);
        AlwaysJson();
    }

    public override IReadOnlyList<string> Examples => ["tocsin sources show checks"];

    protected override async Task RunAsync(ParseResult arguments, ApiClient api, CancellationToken cancellationToken)
    {
        foreach (var id in arguments.GetRequiredValue(_ids))
            await WriteJsonAsync(await api.GetAsync(SourcesCommands.PathOf(id), cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
    }
}
