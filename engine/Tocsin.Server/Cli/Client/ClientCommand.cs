using System.CommandLine;

namespace Tocsin.Server.Cli.Client;

/// <summary>A command that talks to a server.</summary>
internal abstract class ClientCommand(string name, string description, Terminal terminal, ServerChoice server)
    : CliCommand(name, CommandGroup.Talking, description)
{
    protected Terminal Terminal { get; } = terminal;

    protected sealed override async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        using var api = server.Connect(arguments);
        try
        {
            await RunAsync(arguments, api, cancellationToken).ConfigureAwait(false);
            return ExitCode.Ok;
        }
        catch (ApiRefusal refusal)
        {
            throw new CliException(refusal.Message);
        }
    }

    protected abstract Task RunAsync(ParseResult arguments, ApiClient api, CancellationToken cancellationToken);
}
