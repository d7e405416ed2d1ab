using System.CommandLine;
using Tocsin.Server.Http;

namespace Tocsin.Server.Cli.Client;

/// <summary><c>tocsin plugins resume</c>: loads plugins again that are left alone since they ended the server.</summary>
internal sealed class ResumePluginsCommand : ClientCommand
{
    private readonly Argument<string[]> _plugins;

    public ResumePluginsCommand(Terminal terminal, ServerChoice server)
        : base("resume", "Load plugins again that are suspended because they crashed the server.", terminal, server) =>
        _plugins = Words("plugins", "Plugins as 'tocsin plugins' lists them.", least: 1);

    public override IReadOnlyList<string> Examples => ["tocsin plugins resume teamchat"];

    protected override async Task RunAsync(ParseResult arguments, ApiClient api, CancellationToken cancellationToken)
    {
        foreach (var plugin in arguments.GetRequiredValue(_plugins))
            await api.SendAsync(HttpMethod.Post, $"{RouteTable.OwnBase}/plugins/{Uri.EscapeDataString(plugin)}/resume", null, cancellationToken).ConfigureAwait(false);
    }
}
