using System.CommandLine;

namespace Tocsin.Server.Cli.Client.Deliveries;

/// <summary><c>tocsin deliveries resume</c>: lets handlers go on that were suspended for ending the server.</summary>
internal sealed class ResumeDeliveriesCommand : ClientCommand
{
    private readonly Argument<string[]> _handlers;

    public ResumeDeliveriesCommand(Terminal terminal, ServerChoice server)
        : base("resume", "Resume handlers that were suspended because they crashed the server.", terminal, server) =>
        _handlers = Words("handlers", "Handlers as 'tocsin deliveries' lists them.", least: 1);

    public override IReadOnlyList<string> Examples => ["tocsin deliveries resume cpu/ops"];

    protected override async Task RunAsync(ParseResult arguments, ApiClient api, CancellationToken cancellationToken)
    {
        foreach (var handler in arguments.GetRequiredValue(_handlers))
        {
            var path = $"{DeliveriesCommands.Path}/resume?handler={Uri.EscapeDataString(handler)}";
            await api.SendAsync(HttpMethod.Post, path, null, cancellationToken).ConfigureAwait(false);
        }
    }
}
