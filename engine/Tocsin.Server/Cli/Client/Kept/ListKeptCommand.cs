using System.CommandLine;
using System.Text.Json.Nodes;
using Tocsin.Server.Cli.Texts;

namespace Tocsin.Server.Cli.Client.Kept;

/// <summary><c>tocsin dead-letters list</c> and the like.</summary>
internal sealed class ListKeptCommand : ClientCommand
{
    private readonly KeptThings _things;
    private readonly Func<List<JsonObject>, TextTable> _table;
    private readonly Option<bool> _json;

    public ListKeptCommand(KeptThings things, Func<List<JsonObject>, TextTable> table, Terminal terminal, ServerChoice server)
        : base("list", $"List all {things.Plural}.", terminal, server)
    {
        (_things, _table) = (things, table);
        _json = JsonOption();
    }

    public override IReadOnlyList<string> Examples => [$"tocsin {_things.Command}"];

    protected override async Task RunAsync(ParseResult arguments, ApiClient api, CancellationToken cancellationToken)
    {
        var kept = await _things.ReadAllAsync(api, cancellationToken).ConfigureAwait(false);
        if (arguments.GetValue(_json))
            await WriteJsonAsync(new JsonObject { [_things.ListKey] = new JsonArray([.. kept.Select(one => one.DeepClone())]) }).ConfigureAwait(false);
        else
            _table(kept).Write(Terminal.Out);
    }
}
