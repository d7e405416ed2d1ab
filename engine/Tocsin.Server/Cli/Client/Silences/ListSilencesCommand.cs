using System.CommandLine;
using System.Text.Json.Nodes;
using Tocsin.Server.Cli.Texts;
using Tocsin.Server.Json;
using Column = Tocsin.Server.Cli.Texts.TextTable.Column;

namespace Tocsin.Server.Cli.Client.Silences;

/// <summary><c>tocsin silences list</c>: silences that are active, and those that will be.</summary>
internal sealed class ListSilencesCommand : ClientCommand
{
    private readonly Option<bool> _all;
    private readonly Option<bool> _json;

    public ListSilencesCommand(Terminal terminal, ServerChoice server)
        : base("list", "List silences that are active or will be.", terminal, server)
    {
        _all = Option<bool>("all", "Also silences that are over.");
        _json = JsonOption();
    }

    public override IReadOnlyList<string> Examples => ["tocsin silences", "tocsin silences --all"];

    protected override async Task RunAsync(ParseResult arguments, ApiClient api, CancellationToken cancellationToken)
    {
        var states = arguments.GetValue(_all) ? "active,pending,expired" : "active,pending";
        var answer = await api.GetAsync($"{SilencesCommands.Path}?state={states}", cancellationToken).ConfigureAwait(false);
        if (arguments.GetValue(_json))
        {
            await WriteJsonAsync(answer).ConfigureAwait(false);
            return;
        }

        var table = new TextTable(
            Column.Fitting("ID", 8), new("State", 8), Column.Fitting("When", 10), Column.Fitting("Matches", 8), Column.Fitting("By", 5), Column.Fitting("Matchers", 10), new("Comment", 0));
        foreach (var silence in answer.Items("silences"))
        {
            table.Add(
                silence.Text("id"), silence.Text("state"), SilencesCommands.Times(silence), Matching(silence), silence.Text("by"),
                string.Join(", ", silence.Texts("matchers").Concat(silence.Texts("handlers"))), silence.Text("comment"));
        }

        table.Write(Terminal.Console);
    }

    // Somebody may think that something is silenced which is not.
    private static string Matching(JsonObject silence) => silence.Text("state") == "expired" ? "-"
        : silence.Text("matching") == "0" ? "nothing now" : silence.Text("matching");
}
