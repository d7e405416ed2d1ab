using System.CommandLine;
using System.Text.Json.Nodes;
using Tocsin.Server.Cli.Texts;
using Tocsin.Server.Json;
using Column = Tocsin.Server.Cli.Texts.TextTable.Column;

namespace Tocsin.Server.Cli.Client.Sources;

/// <summary><c>tocsin sources list</c>: the sources with what they did.</summary>
internal sealed class ListSourcesCommand : ClientCommand
{
    private readonly Option<bool> _json;

    public ListSourcesCommand(Terminal terminal, ServerChoice server)
        : base("list", "List all sources and what they did.", terminal, server) => _json = JsonOption();

    public override IReadOnlyList<string> Examples => ["tocsin sources"];

    protected override async Task RunAsync(ParseResult arguments, ApiClient api, CancellationToken cancellationToken)
    {
        var answer = await api.GetAsync(SourcesCommands.Path, cancellationToken).ConfigureAwait(false);
        if (arguments.GetValue(_json))
            await WriteJsonAsync(answer).ConfigureAwait(false);
        else
            Table(answer.Items("sources")).Write(Terminal.Out);
    }

    private static TextTable Table(List<JsonObject> sources)
    {
        var table = new TextTable(
            Column.Fitting("Id", 8), Column.Fitting("Kind", 8), Column.Fitting("Topic", 8), Column.Fitting("Received"), Column.Fitting("Events"),
            Column.Fitting("Duplicates"), Column.Fitting("Ignored"), Column.Fitting("Refused"), Column.Fitting("Limited"), Column.Fitting("Quarantined"),
            new("Last Received", 23), new("Last Error", 0));
        foreach (var source in sources)
        {
            table.Add(
                source.Text("id"), source.Text("kind"), source.Text("topic"), source.Text("received"), source.Text("events"), source.Text("duplicates"),
                source.Text("ignored"), source.Text("refused"), source.Text("limited"), source.Text("quarantined"), TimeText.Short(source.Text("last-received")),
                source.Text("problem") is { Length: > 0 } problem ? problem : source.Text("last-error"));
        }

        return table;
    }
}
