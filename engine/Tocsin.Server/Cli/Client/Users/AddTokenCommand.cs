using System.CommandLine;
using System.Text.Json.Nodes;
using Tocsin.Server.Json;

namespace Tocsin.Server.Cli.Client.Users;

/// <summary><c>tocsin tokens add NAME --role ROLE</c>: makes a token and shows it, this once.</summary>
internal sealed class AddTokenCommand : ClientCommand
{
    private readonly Argument<string> _name;
    private readonly Option<string[]> _roles;
    private readonly Option<string?> _expires;
    private readonly Option<bool> _json;

    public AddTokenCommand(Terminal terminal, ServerChoice server)
        : base("add", "Make a token and print it; it is not shown again.", terminal, server)
    {
        _name = Argument<string>("name", "What it is for.");
        _roles = Option<string[]>(RolesChoice.Name, RolesChoice.Description, "ROLE");
        _expires = Option<string?>("expires", "How long it is valid, such as 90d, or until when, such as 2027-01-31T00:00:00Z. Default: until it is revoked.", "90d");
        _json = JsonOption();
    }

    public override IReadOnlyList<string> Examples => ["tocsin tokens add telegraf --role write", "tocsin tokens add deploys --role author --expires 90d"];

    protected override async Task RunAsync(ParseResult arguments, ApiClient api, CancellationToken cancellationToken)
    {
        var wanted = new JsonObject { ["name"] = arguments.GetRequiredValue(_name), ["roles"] = RolesChoice.Read(arguments, _roles) };
        if (arguments.GetValue(_expires) is { Length: > 0 } expires)
            wanted["expires"] = expires;
        var answer = await api.SendAsync(HttpMethod.Post, TokensCommands.Path, wanted, cancellationToken).ConfigureAwait(false);
        if (arguments.GetValue(_json))
            await WriteJsonAsync(answer).ConfigureAwait(false);
        else
            await Terminal.Out.WriteLineAsync(answer.Text("token")).ConfigureAwait(false);
    }
}
