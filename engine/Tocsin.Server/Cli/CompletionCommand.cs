using System.CommandLine;

namespace Tocsin.Server.Cli;

/// <summary>Prints the script for one shell.</summary>
internal sealed class CompletionCommand(string shell, string script, string example, Terminal terminal)
    : CliCommand(shell, CommandGroup.Writing, $"Print the script for {shell}.")
{
    public override IReadOnlyList<string> Examples => [example];

    protected override async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        await terminal.Out.WriteLineAsync(script).ConfigureAwait(false);
        return ExitCode.Ok;
    }
}
