namespace Tocsin.Server.Cli.Client.Numbered;

/// <summary><c>tocsin dead-letters drop</c> and the like.</summary>
internal sealed class DropNumberedCommand(NumberedThings things, Terminal terminal, ServerChoice server)
    : NumberedCommand("drop", "Drop some for good.", things, terminal, server)
{
    protected override Task ActAsync(ApiClient api, string number, string path, CancellationToken cancellationToken) =>
        api.SendAsync(HttpMethod.Delete, path, null, cancellationToken);
}
