using System.CommandLine;
using Tocsin.Server.Cli.Texts;
using Tocsin.Server.Json;
using Column = Tocsin.Server.Cli.Texts.TextTable.Column;

namespace Tocsin.Server.Cli.Client.Users;

/// <summary><c>tocsin users list</c>.</summary>
internal sealed class ListUsersCommand : ClientCommand
{
    private readonly Option<bool> _json;

    public ListUsersCommand(Terminal terminal, ServerChoice server)
        : base("list", "List the users and what they may do.", terminal, server) => _json = JsonOption();

    public override IReadOnlyList<string> Examples => ["tocsin users"];

    protected override async Task RunAsync(ParseResult arguments, ApiClient api, CancellationToken cancellationToken)
    {
        var answer = await api.GetAsync(UsersCommands.Path, cancellationToken).ConfigureAwait(false);
        if (arguments.GetValue(_json))
        {
            await WriteJsonAsync(answer).ConfigureAwait(false);
            return;
        }

        var table = new TextTable(Column.Fitting("User", 12), Column.Fitting("Roles", 12), new("Created", 21), new("Changed", 0));
        foreach (var user in answer.Items("users"))
            table.Add(user.Text("name"), string.Join(", ", user.Texts("roles")), TimeText.Exact(user.Text("created")), TimeText.Exact(user.Text("changed")));
        table.Write(Terminal.Out);
    }
}
