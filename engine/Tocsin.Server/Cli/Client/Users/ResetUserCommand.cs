using System.CommandLine;
using System.Net;
using System.Text.Json.Nodes;
using Tocsin.Alerting.Handlers;
using Tocsin.Alerting.Storage;
using Tocsin.Alerting.Storage.Sqlite;
using Tocsin.Server.Users;

namespace Tocsin.Server.Cli.Client.Users;

/// <summary>
/// <c>tocsin users reset NAME</c>: makes an administrator with a new password, on the machine itself, by the data folder. So nobody is locked out
/// for good. A server that runs on the folder is asked; without one the state is changed itself.
/// </summary>
internal sealed class ResetUserCommand : CliCommand
{
    private readonly Argument<string> _name;
    private readonly Option<string?> _data;
    private readonly PasswordChoice _password;

    public ResetUserCommand(Terminal terminal)
        : base("reset", CommandGroup.Talking, "Create an administrator, or reset a user's password and make them one, through the data folder of the server. Needs no sign-in.")
    {
        _name = Argument<string>("name", "The user; added if there is none of that name.");
        _data = Option<string?>(DataChoice.Name, DataChoice.Description, "FOLDER");
        _password = new PasswordChoice(terminal, Option<string?>(PasswordChoice.Name, PasswordChoice.Description, "FILE"));
    }

    public override IReadOnlyList<string> Examples => ["tocsin users reset admin --data /var/lib/tocsin"];

    public override bool TalksToServer => false;

    protected override async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var (name, folder) = (arguments.GetRequiredValue(_name), DataChoice.PathOf(arguments, _data));
        if (!Directory.Exists(folder))
            throw new CliException($"there is no folder {folder}: give the server's data folder with --data");
        var (password, isMade) = await _password.ReadAsync(arguments, cancellationToken).ConfigureAwait(false);
        try
        {
            // A server that was killed leaves its file behind.
            if (LocalDoor.Find(folder) is { } door && DataFolderLock.IsTaken(folder))
                await AskAsync(door, name, password, cancellationToken).ConfigureAwait(false);
            else
                await ChangeAsync(folder, name, password).ConfigureAwait(false);
        }
        catch (UserException problem)
        {
            throw new CliException(problem.Message);
        }
        catch (ApiRefusal refusal)
        {
            throw new CliException(refusal.Message);
        }

        await _password.ShowAsync(password, isMade).ConfigureAwait(false);
        return ExitCode.Ok;
    }

    private static async Task ChangeAsync(string folder, string name, string password)
    {
        var store = SqliteStateStore.Open(new StoreSettings { Folder = folder });
        await using (store.ConfigureAwait(false))
        {
            await new UserRegistry(store, TimeProvider.System, folder).ResetAsync(name, password).ConfigureAwait(false);
            new AuditTrail(store, TimeProvider.System, int.MaxValue).Add("", "", "reset", $"user {name}");
        }
    }

    private async Task AskAsync((Uri Url, string Token) door, string name, string password, CancellationToken cancellationToken)
    {
        // Whoever may write the folder says which server it is, and no certificate does.
        using var api = new ApiClient(ServerHttp.For(door.Url, HandlerTls.Unchecked, token: door.Token));
        var changed = new JsonObject { ["password"] = password, ["roles"] = new JsonArray("admin") };
        try
        {
            await api.SendAsync(HttpMethod.Patch, UsersCommands.PathOf(name), changed, cancellationToken).ConfigureAwait(false);
        }
        catch (ApiRefusal refusal) when (refusal.Status == HttpStatusCode.NotFound)
        {
            changed["name"] = name;
            await api.SendAsync(HttpMethod.Post, UsersCommands.Path, changed, cancellationToken).ConfigureAwait(false);
        }
    }
}
