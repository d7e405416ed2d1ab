using System.CommandLine;
using Tocsin.Sdk;
using Tocsin.Server.Cli.Texts;
using Tocsin.Server.Json;
using Column = Tocsin.Server.Cli.Texts.TextTable.Column;

namespace Tocsin.Server.Cli.Client.Drills;

/// <summary><c>tocsin drills list</c>: what is drilled when, and how it went last.</summary>
internal sealed class ListDrillsCommand : ClientCommand
{
    private readonly Option<bool> _json;

    public ListDrillsCommand(Terminal terminal, ServerChoice server)
        : base("list", "List drills on a schedule; exits with 1 when one has not arrived.", terminal, server) => _json = JsonOption();

    public override IReadOnlyList<string> Examples => ["tocsin drills"];

    protected override async Task RunAsync(ParseResult arguments, ApiClient api, CancellationToken cancellationToken)
    {
        var answer = await api.GetAsync(DrillsCommands.Path, cancellationToken).ConfigureAwait(false);
        var drills = answer.Items("drills");
        if (drills.Exists(drill => drill.Text("problem").Length > 0))
            Result = ExitCode.Found;
        if (arguments.GetValue(_json))
        {
            await WriteJsonAsync(answer).ConfigureAwait(false);
            return;
        }

        var table = new TextTable(Column.Fitting("ID", 8), Column.Fitting("Path", 8), Column.Fitting("Next", 10), Column.Fitting("Last", 10), Column.Fitting("Alarm", 5), new("Result", 0));
        foreach (var drill in drills)
        {
            table.Add(
                drill.Text("id"), drill.Text("name"), Time(drill.Text("next")), Time(drill.Text("last")), drill.Text("alarm"),
                drill.Text("last").Length == 0 ? "-" : drill.Text("problem") is { Length: > 0 } problem ? OneLine.Of($"has not arrived: {problem}") : $"arrived: {string.Join(", ", drill.Texts("arrived"))}");
        }

        table.Write(Terminal.Console);
    }

    private static string Time(string text) => text.Length > 0 ? TimeText.Short(text) : "-";
}
