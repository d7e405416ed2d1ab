using System.CommandLine;
using Tocsin.Server.Http;

namespace Tocsin.Server.Cli;

/// <summary><c>tocsin version</c>.</summary>
internal sealed class VersionCommand(Terminal terminal) : CliCommand("version", CommandGroup.Running, "Print the version of this program.")
{
    public override IReadOnlyList<string> Examples => [];

    protected override Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        terminal.Out.WriteLine($"tocsin {ServerVersion.Text} (API of Kapacitor {ServerVersion.Api})");
        return Task.FromResult(ExitCode.Ok);
    }
}
