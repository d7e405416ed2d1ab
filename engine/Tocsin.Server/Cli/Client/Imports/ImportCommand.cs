using System.CommandLine;
using System.Text.Json.Nodes;
using Tocsin.Server.Cli.Client.Imports.Origins;
using Tocsin.Server.Cli.Texts;
using Tocsin.Server.Kapacitor;
using Column = Tocsin.Server.Cli.Texts.TextTable.Column;

namespace Tocsin.Server.Cli.Client.Imports;

/// <summary><c>tocsin import URL|FILE</c>: takes over what a Kapacitor has, one that runs or one that left its database.</summary>
internal sealed class ImportCommand : ClientCommand
{
    private readonly Argument<string> _source;
    private readonly Option<bool> _replace;
    private readonly Option<bool> _disabled;
    private readonly Option<bool> _enable;
    private readonly Option<string?> _list;
    private readonly Option<bool> _json;

    public ImportCommand(Terminal terminal, ServerChoice server)
        : base("import", "Import tasks, templates, topic handlers and open alerts from a running Kapacitor, or from a database of one; what already exists is left as it is.", terminal, server)
    {
        _source = Argument<string>("source", "The address of the Kapacitor, such as http://kapacitor:9092, or a file: kapacitor.db of one that was stopped, or a backup.");
        _replace = Option<bool>("replace", "Replace definitions that already exist here and differ.");
        _disabled = Option<bool>("disabled", "Define tasks without starting them: --enable starts later those that the Kapacitor runs.");
        _enable = Option<bool>("enable", "Start the tasks that are here already, say the same, and are enabled there.");
        _list = Option<string?>("enabled-list", "Write the ids of the tasks that are here now and are enabled there, a line each.", "FILE");
        _json = JsonOption();
    }

    public override IReadOnlyList<string> Examples =>
        ["tocsin import http://kapacitor:9092", "tocsin import /var/lib/kapacitor/kapacitor.db", "tocsin import http://kapacitor:9092 --disabled --enabled-list enabled.txt", "tocsin import http://kapacitor:9092 --enable --json"];

    protected override TimeSpan? Patience => KapacitorServer.Patience;

    protected override async Task RunAsync(ParseResult arguments, ApiClient api, CancellationToken cancellationToken)
    {
        if (arguments.GetValue(_disabled) && arguments.GetValue(_enable))
            throw new CliException("--disabled and --enable ask for opposites: give one of them", ExitCode.Usage);
        var name = arguments.GetRequiredValue(_source);
        using var server = IsFile(name) ? null : KapacitorServer.Connect(name, Server.SkipsVerification(arguments));
        var source = server is null ? new DatabaseOrigin(name, DatabaseOf(name)) : await RunningAsync(server, api, cancellationToken).ConfigureAwait(false);
        var run = new ImportRun(source, api) { Replaces = arguments.GetValue(_replace), LeavesDisabled = arguments.GetValue(_disabled), Enables = arguments.GetValue(_enable) };
        await run.RunAsync(cancellationToken).ConfigureAwait(false);
        if (run.GivenUp is not null || run.Results.Any(result => result.Outcome is ImportOutcome.Refused))
            Result = ExitCode.Failed;
        else if (run.Results.Any(result => result.Outcome is ImportOutcome.Differs))
            Result = ExitCode.Found;
        await PrintAsync(run, arguments.GetValue(_json)).ConfigureAwait(false);

        var enabled = run.Results.Where(result => result.Status == "enabled" && result.Outcome is not ImportOutcome.Refused).Select(result => result.Name).ToList();
        if (arguments.GetValue(_list) is { } file)
            await File.WriteAllLinesAsync(file, enabled, CancellationToken.None).ConfigureAwait(false);
        if (arguments.GetValue(_disabled) && enabled.Count > 0)
            await Terminal.Error.WriteLineAsync($"{enabled.Count} of these tasks are enabled in the Kapacitor: 'tocsin import {source.Name} --url {api.Address?.GetLeftPart(UriPartial.Authority)} --enable' starts them here").ConfigureAwait(false);
        if (run.GivenUp is { } why)
            await FailAsync(why).ConfigureAwait(false);
    }

    private static async Task<IImportOrigin> RunningAsync(ApiClient server, ApiClient target, CancellationToken cancellationToken)
    {
        if (server.IsSameServer(target))
            throw new CliException($"{server.Address} is the server that would get it all: name the Kapacitor, and the server that takes over with --url", ExitCode.Usage);
        await KapacitorServer.CheckAsync(server, cancellationToken).ConfigureAwait(false);
        return new KapacitorServer(server);
    }

    private static KapacitorDatabase DatabaseOf(string file)
    {
        try
        {
            return KapacitorDatabase.Read(file);
        }
        catch (DatabaseException problem)
        {
            throw new CliException(problem.Message);
        }
    }

    private static bool IsFile(string name)
    {
        if (Directory.Exists(name))
            throw new CliException($"'{name}' is a folder: name the database in it, {Path.Combine(name, "kapacitor.db")}", ExitCode.Usage);
        return File.Exists(name);
    }

    private async Task PrintAsync(ImportRun run, bool isJson)
    {
        if (isJson)
        {
            await WriteJsonAsync(new JsonObject { ["results"] = new JsonArray([.. run.Results.Select(result => result.ToJson())]), ["given-up"] = run.GivenUp ?? "", ["summary"] = ImportSummary.Of(run.Results) }).ConfigureAwait(false);
            return;
        }

        var table = new TextTable(new("Kind", 10), Column.Fitting("Name"), new("Outcome", 10), Column.Fitting("Why") with { IsTight = true });
        foreach (var result in run.Results)
            table.Add(result.Kind, result.Name, result.Text, result.Why);
        table.Write(Terminal.Out);
        Terminal.Out.WriteLine(ImportSummary.Of(run.Results));
    }
}
