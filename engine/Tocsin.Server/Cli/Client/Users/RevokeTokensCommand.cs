using System.CommandLine;
using Tocsin.Server.Json;

namespace Tocsin.Server.Cli.Client.Users;

/// <summary><c>tocsin tokens revoke ID</c>.</summary>
internal sealed class RevokeTokensCommand : ClientCommand
{
    private readonly Argument<string[]> _ids;

    public RevokeTokensCommand(Terminal terminal, ServerChoice server)
        : base("revoke", "Revoke tokens; they stop working at once.", terminal, server) => _ids = Words("ids", "Ids, as 'tocsin tokens' shows them.", least: 1);

    public override IReadOnlyList<string> Examples => ["tocsin tokens revoke 3f9c1a20"];

    protected override async Task RunAsync(ParseResult arguments, ApiClient api, CancellationToken cancellationToken)
    {
        foreach (var id in arguments.GetRequiredValue(_ids))
        {
            var answer = await api.SendAsync(HttpMethod.Delete, $"{TokensCommands.Path}/{Uri.EscapeDataString(id)}", null, cancellationToken).ConfigureAwait(false);
            if (answer.Text("warning") is { Length: > 0 } warning)
                await FailAsync($"token {id}: {warning}").ConfigureAwait(false);
        }
    }
}
