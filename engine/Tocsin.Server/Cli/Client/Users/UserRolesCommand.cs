using System.CommandLine;
using System.Text.Json.Nodes;

namespace Tocsin.Server.Cli.Client.Users;

/// <summary><c>tocsin users roles NAME --role ROLE</c>: what a user may do from now on.</summary>
internal sealed class UserRolesCommand : ClientCommand
{
    private readonly Argument<string> _name;
    private readonly Option<string[]> _roles;

    public UserRolesCommand(Terminal terminal, ServerChoice server)
        : base("roles", "Give a user other roles in the place of those it has.", terminal, server)
    {
        _name = Argument<string>("name", "The user, as 'tocsin users' shows it.");
        _roles = Option<string[]>(RolesChoice.Name, RolesChoice.Description, "ROLE");
    }

    public override IReadOnlyList<string> Examples => ["tocsin users roles bob --role respond --role write"];

    protected override Task RunAsync(ParseResult arguments, ApiClient api, CancellationToken cancellationToken) => api.SendAsync(
        HttpMethod.Patch,
        UsersCommands.PathOf(arguments.GetRequiredValue(_name)),
        new JsonObject { ["roles"] = RolesChoice.Read(arguments, _roles) },
        cancellationToken);
}
