namespace Tocsin.Server.Cli.Client.Kept;

/// <summary><c>tocsin dead-letters show</c> and the like.</summary>
internal sealed class ShowKeptCommand : KeptCommand
{
    public ShowKeptCommand(KeptThings things, Terminal terminal, ServerChoice server)
        : base("show", "Show all there is to know of some, as JSON.", things, terminal, server) => AlwaysJson();

    protected override async Task ActAsync(ApiClient api, string number, string path, CancellationToken cancellationToken) =>
        await WriteJsonAsync(await api.GetAsync(path, cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
}
