using System.CommandLine;
using System.Text.Json.Nodes;

namespace Tocsin.Server.Cli.Client.Users;

/// <summary><c>tocsin users password NAME</c>: gives another password, and ends what was signed in with the old one.</summary>
internal sealed class UserPasswordCommand : ClientCommand
{
    private readonly Argument<string> _name;
    private readonly PasswordChoice _password;

    public UserPasswordCommand(Terminal terminal, ServerChoice server)
        : base("password", "Give a user another password.", terminal, server)
    {
        _name = Argument<string>("name", "The user, as 'tocsin users' shows it.");
        _password = new PasswordChoice(terminal, Option<string?>(PasswordChoice.Name, PasswordChoice.Description, "FILE"));
    }

    public override IReadOnlyList<string> Examples => ["tocsin users password alice", "tocsin users password alice --password-file -"];

    protected override async Task RunAsync(ParseResult arguments, ApiClient api, CancellationToken cancellationToken)
    {
        var (password, isMade) = await _password.ReadAsync(arguments, cancellationToken).ConfigureAwait(false);
        var path = UsersCommands.PathOf(arguments.GetRequiredValue(_name));
        await api.SendAsync(HttpMethod.Patch, path, new JsonObject { ["password"] = password }, cancellationToken).ConfigureAwait(false);
        await _password.ShowAsync(password, isMade).ConfigureAwait(false);
    }
}
