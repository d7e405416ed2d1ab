using Tocsin.Sdk.Commands;

namespace Fixtures;

[ProgramCommand("kappa greet", "Greet somebody.", Examples = ["tocsin kappa greet world --times 2"])]
public sealed class GreetCommand(GreetOptions options, CommandContext context) : IProgramCommand
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var who = options.Replace.GetValueOrDefault(options.Who, options.Who);
        for (var i = 0; i < options.Times; i++)
            await context.Output.WriteLineAsync($"{string.Join(' ', options.Title.Append(who))}{(options.Loud ? "!" : "")} {options.Color} {options.Pass.Length}");
    }
}
