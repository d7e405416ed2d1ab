namespace Tocsin.Server.Cli.Client.Kept;

/// <summary><c>tocsin dead-letters drop</c> and the like.</summary>
internal sealed class DropKeptCommand(KeptThings things, Terminal terminal, ServerChoice server)
    : KeptCommand("drop", "Drop some for good.", things, terminal, server)
{
    protected override Task ActAsync(ApiClient api, string number, string path, CancellationToken cancellationToken) =>
        api.SendAsync(HttpMethod.Delete, path, null, cancellationToken);
}
