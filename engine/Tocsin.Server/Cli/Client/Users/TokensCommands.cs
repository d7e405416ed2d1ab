using Tocsin.Server.Http;

namespace Tocsin.Server.Cli.Client.Users;

/// <summary><c>tocsin tokens</c>: what programs show in the place of user and password.</summary>
internal static class TokensCommands
{
    public const string Path = RouteTable.OwnBase + "/tokens";

    public static ProgramCommand All(Terminal terminal, ServerChoice server)
    {
        var list = new ListTokensCommand(terminal, server);
        return new CommandWithVerbs(
            "tokens",
            CommandGroup.Talking,
            "List, create or revoke API tokens, which programs use in place of a user and password.",
            [list, new AddTokenCommand(terminal, server), new RevokeTokensCommand(terminal, server)],
            list);
    }
}
