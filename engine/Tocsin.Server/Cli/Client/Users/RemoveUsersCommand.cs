using System.CommandLine;
using Tocsin.Server.Json;

namespace Tocsin.Server.Cli.Client.Users;

/// <summary><c>tocsin users remove NAME</c>.</summary>
internal sealed class RemoveUsersCommand : ClientCommand
{
    private readonly Argument<string[]> _names;

    public RemoveUsersCommand(Terminal terminal, ServerChoice server)
        : base("remove", "Remove users; one administrator stays.", terminal, server) => _names = Words("names", "Users, as 'tocsin users' shows them.", least: 1);

    public override IReadOnlyList<string> Examples => ["tocsin users remove bob"];

    protected override async Task RunAsync(ParseResult arguments, ApiClient api, CancellationToken cancellationToken)
    {
        foreach (var name in arguments.GetRequiredValue(_names))
        {
            var answer = await api.SendAsync(HttpMethod.Delete, UsersCommands.PathOf(name), null, cancellationToken).ConfigureAwait(false);
            if (answer.Text("warning") is { Length: > 0 } warning)
                await FailAsync($"user {name}: {warning}").ConfigureAwait(false);
        }
    }
}
