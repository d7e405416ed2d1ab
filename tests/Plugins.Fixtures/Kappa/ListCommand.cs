using Tocsin.Sdk.Commands;

namespace Fixtures;

// The program has a command of this name.
[ProgramCommand("list things", "List things.")]
public sealed class ListCommand : IProgramCommand
{
    public Task RunAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
