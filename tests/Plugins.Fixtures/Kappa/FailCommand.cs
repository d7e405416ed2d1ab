using Tocsin.Sdk.Commands;

namespace Fixtures;

[ProgramCommand("kappa fail", "Fail in one way or another.")]
public sealed class FailCommand(FailOptions options) : IProgramCommand
{
    public Task RunAsync(CancellationToken cancellationToken) => options.How switch
    {
        "refuse" => throw new CommandException("it is refused"),
        "usage" => throw new CommandException("it is meant in another way") { IsUsage = true },
        "cancel" => throw new TaskCanceledException("too slow"),
        _ => throw new InvalidOperationException($"it broke at {options.Key}"),
    };
}
