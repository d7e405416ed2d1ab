using System.CommandLine;
using Tocsin.Server.Cli.Texts;
using Tocsin.Server.Json;
using Column = Tocsin.Server.Cli.Texts.TextTable.Column;

namespace Tocsin.Server.Cli.Client.Users;

/// <summary><c>tocsin tokens list</c>.</summary>
internal sealed class ListTokensCommand : ClientCommand
{
    private readonly Option<bool> _json;

    public ListTokensCommand(Terminal terminal, ServerChoice server)
        : base("list", "List the tokens, what they allow, and when they were last used.", terminal, server) => _json = JsonOption();

    public override IReadOnlyList<string> Examples => ["tocsin tokens"];

    protected override async Task RunAsync(ParseResult arguments, ApiClient api, CancellationToken cancellationToken)
    {
        var answer = await api.GetAsync(TokensCommands.Path, cancellationToken).ConfigureAwait(false);
        if (arguments.GetValue(_json))
        {
            await WriteJsonAsync(answer).ConfigureAwait(false);
            return;
        }

        var table = new TextTable(new("Id", 9), Column.Fitting("Name", 12), Column.Fitting("Roles", 12), new("Created", 21), new("Expires", 21), new("Last Used", 0));
        foreach (var token in answer.Items("tokens"))
        {
            table.Add(
                token.Text("id"), token.Text("name"), string.Join(", ", token.Texts("roles")), TimeText.Exact(token.Text("created")),
                TimeOr(token.Text("expires"), "never"), TimeOr(token.Text("last-used"), "-"));
        }

        table.Write(Terminal.Out);
    }

    private static string TimeOr(string time, string other) => time.Length == 0 ? other : TimeText.Exact(time);
}
