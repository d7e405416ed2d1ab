using Tocsin.Server.Http;

namespace Tocsin.Server.Cli.Client.Users;

/// <summary><c>tocsin users</c>: who may sign in.</summary>
internal static class UsersCommands
{
    public const string Path = RouteTable.OwnBase + "/users";

    public static ProgramCommand All(Terminal terminal, ServerChoice server)
    {
        var list = new ListUsersCommand(terminal, server);
        return new CommandWithVerbs(
            "users",
            CommandGroup.Talking,
            "List, add, change or remove users; adding the first turns authentication on.",
            [
                list, new AddUserCommand(terminal, server), new UserPasswordCommand(terminal, server), new UserRolesCommand(terminal, server),
                new RemoveUsersCommand(terminal, server), new ResetUserCommand(terminal),
            ],
            list);
    }

    public static string PathOf(string name) => $"{Path}/{Uri.EscapeDataString(name)}";
}
