using System.CommandLine;
using System.Text.Json.Nodes;
using Column = Tocsin.Server.Cli.Client.TextTable.Column;

namespace Tocsin.Server.Cli.Client.Imports;

/// <summary><c>tocsin import URL</c>: takes over what a running Kapacitor has.</summary>
internal sealed class ImportCommand : ClientCommand
{
    private readonly Argument<string> _source;
    private readonly Option<bool> _replace;
    private readonly Option<bool> _disabled;
    private readonly Option<bool> _json;

    public ImportCommand(Terminal terminal, ServerChoice server)
        : base("import", "Import tasks, templates, topic handlers and open alerts from a running Kapacitor; what already exists is left as it is.", terminal, server)
    {
        _source = Argument<string>("source", "The address of the Kapacitor, such as http://kapacitor:9092.");
        _replace = Option<bool>("replace", "Replace what is here and says something else.");
        _disabled = Option<bool>("disabled", "Define tasks without starting them: 'tocsin enable' does later.");
        _json = JsonOption();
    }

    public override IReadOnlyList<string> Examples => ["tocsin import http://kapacitor:9092", "tocsin import http://kapacitor:9092 --disabled --json"];

    protected override async Task RunAsync(ParseResult arguments, ApiClient api, CancellationToken cancellationToken)
    {
        using var source = SourceServer.Connect(arguments.GetRequiredValue(_source));
        var run = new ImportRun(source, api) { Replaces = arguments.GetValue(_replace), LeavesDisabled = arguments.GetValue(_disabled) };
        var results = await run.RunAsync(cancellationToken).ConfigureAwait(false);
        if (results.Any(result => result.Outcome is ImportOutcome.Refused))
            Result = ExitCode.Failed;
        else if (results.Any(result => result.Outcome is ImportOutcome.Differs))
            Result = ExitCode.Found;
        if (arguments.GetValue(_json))
        {
            await WriteJsonAsync(new JsonObject { ["results"] = new JsonArray([.. results.Select(result => result.ToJson())]) }).ConfigureAwait(false);
            return;
        }

        var table = new TextTable(new("Kind", 10), Column.Fitting("Name"), new("Outcome", 10), Column.Fitting("Why") with { IsTight = true });
        foreach (var result in results)
            table.Add(result.Kind, result.Name, result.Text, result.Why);
        table.Write(Terminal.Out);
    }
}
