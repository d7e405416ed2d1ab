using System.CommandLine;

namespace Tocsin.Server.Cli.Client.Statistics;

/// <summary><c>tocsin vars</c>: all of the server's counters, as it shows them.</summary>
internal sealed class VarsCommand : ClientCommand
{
    public static readonly string Path = ApiClient.PathOf("debug", "vars");

    public VarsCommand(Terminal terminal, ServerChoice server)
        : base("vars", "Print all of the server's counters as JSON.", terminal, server) => AlwaysJson();

    public override IReadOnlyList<string> Examples => ["tocsin vars"];

    protected override async Task RunAsync(ParseResult arguments, ApiClient api, CancellationToken cancellationToken)
    {
        using var reply = await api.OpenAsync(Path, "application/json", cancellationToken).ConfigureAwait(false);
        await Terminal.Out.WriteAsync(await reply.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
    }
}
