using System.CommandLine;
using System.Text.Json.Nodes;

namespace Tocsin.Server.Cli.Client.Users;

/// <summary><c>tocsin users add NAME --role ROLE</c>.</summary>
internal sealed class AddUserCommand : ClientCommand
{
    private readonly Argument<string> _name;
    private readonly Option<string[]> _roles;
    private readonly PasswordChoice _password;

    public AddUserCommand(Terminal terminal, ServerChoice server)
        : base("add", "Add a user. The first must be an administrator.", terminal, server)
    {
        _name = Argument<string>("name", "The name to sign in with.");
        _roles = Option<string[]>(RolesChoice.Name, RolesChoice.Description, "ROLE");
        _password = new PasswordChoice(terminal, Option<string?>(PasswordChoice.Name, PasswordChoice.Description, "FILE"));
    }

    public override IReadOnlyList<string> Examples => ["tocsin users add alice --role admin", "tocsin users add telegraf --role write --password-file telegraf.txt"];

    protected override async Task RunAsync(ParseResult arguments, ApiClient api, CancellationToken cancellationToken)
    {
        var roles = RolesChoice.Read(arguments, _roles);
        var (password, isMade) = await _password.ReadAsync(arguments, cancellationToken).ConfigureAwait(false);
        var user = new JsonObject { ["name"] = arguments.GetRequiredValue(_name), ["password"] = password, ["roles"] = roles };
        await api.SendAsync(HttpMethod.Post, UsersCommands.Path, user, cancellationToken).ConfigureAwait(false);
        await _password.ShowAsync(password, isMade).ConfigureAwait(false);
    }
}
