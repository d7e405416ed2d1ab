using Tocsin.Sdk.Commands;

namespace Fixtures;

[ProgramCommand("kappa ask", "Ask the server.")]
public sealed class AskCommand(CommandContext context, ServerClient server) : IProgramCommand
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var reply = await server.Http.GetAsync(new Uri("/kapacitor/v1/ping", UriKind.Relative), cancellationToken);
        await context.Output.WriteLineAsync($"{(int)reply.StatusCode} {string.Join(',', reply.RequestMessage?.Headers.UserAgent.Select(agent => agent.ToString()) ?? [])}");
    }
}
