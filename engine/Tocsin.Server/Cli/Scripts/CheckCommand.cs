using System.CommandLine;
using Tocsin.Alerting.Configuration;
using Tocsin.Dsl.Binding;
using Tocsin.Dsl.Data.Schemas;
using Tocsin.Dsl.Syntax;
using Tocsin.Engine.Plugins;
using Tocsin.Server.Loading;
using Tocsin.Server.Loading.Checks;
using Tocsin.Server.Lsp.Schemas;
using Tocsin.Server.RuleTests.Files;

namespace Tocsin.Server.Cli.Scripts;

/// <summary><c>tocsin check</c>: says all that is wrong with scripts, files of handlers and sources, and the configuration.</summary>
internal sealed class CheckCommand : CliCommand
{
    private readonly Terminal _terminal;
    private readonly Argument<string[]> _paths;
    private readonly Option<string?> _vars;
    private readonly ExtensionOptions _extensions;
    private readonly Option<string?> _config;
    private readonly Option<bool> _allowUnset;
    private readonly Option<string?> _schema;
    private readonly Option<bool> _strict;
    private readonly Option<bool> _json;

    public CheckCommand(Terminal terminal)
        : base("check", CommandGroup.Writing, "Check scripts, handler and source files, and the configuration; report everything that is wrong.")
    {
        _terminal = terminal;
        _paths = Argument<string[]>("paths", "Scripts (.tick), files of handlers or sources (.yaml, .yml, .json), tocsin.yaml, or folders with such files.");
        _paths.Arity = ArgumentArity.ZeroOrMore;
        _vars = Option<string?>("vars", "Values for the scripts' variables. Without it, variables without a value are accepted as in templates.", "FILE");
        _extensions = new ExtensionOptions(this);
        _config = Option<string?>("config", "The server's configuration: it is checked too, and whether its services are on. Default: a tocsin.yaml among the files.", "FILE");
        _allowUnset = Option<bool>("allow-unset", "Accept ${env:NAME} of variables that are not set here.");
        _schema = Option<string?>("schema", "Compare names with the data: a file of points as line protocol, or a schema.json as GET /tocsin/v1/schema answers it.", "FILE");
        _strict = Option<bool>("strict", "Fail for warnings too.");
        _json = Option<bool>("json", "Print one JSON object per finding.");
    }

    public override IReadOnlyList<string> Examples => ["tocsin check cpu_alert.tick", "tocsin check scripts/ handlers/", "tocsin check --config tocsin.yaml --allow-unset load/", "tocsin check --json scripts/"];

    protected override Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        string[] paths = arguments.GetValue(_paths) ?? [];
        var config = arguments.GetValue(_config);
        if (paths.Length == 0 && config is null)
            throw new CliException("nothing to check: give files or folders, or --config FILE");
        var found = paths.Length == 0 ? new CheckedPaths([], []) : CheckedPaths.Find(paths);
        var variables = new UnsetVariables(arguments.GetValue(_allowUnset), _terminal.Environment);
        using var opened = _extensions.Open(arguments, CheckedFiles.ProcessesIn(config ?? found.Files.FirstOrDefault(CheckedFiles.IsConfig), variables));
        var extensions = opened.Current;
        foreach (var error in extensions.Errors)
            _terminal.Error.WriteLine($"tocsin: {error}");

        var vars = arguments.GetValue(_vars) is { } varsFile ? TaskFile.ReadVars(varsFile) : null;
        var report = new CheckReport(_terminal, arguments.GetValue(_json));
        if (extensions.FunctionErrors.Count > 0)
            report.Functions(_extensions.FunctionFolder(arguments), extensions.FunctionErrors);
        var schema = arguments.GetValue(_schema) is { } schemaFile ? SchemaFile.Read(schemaFile) : null;
        Check(found, [.. paths], config, extensions, vars, variables, schema, report);
        report.Summarize();
        return Task.FromResult(report.Errors > 0 || (report.Warnings > 0 && arguments.GetValue(_strict)) ? ExitCode.Found : ExitCode.Ok);
    }

    private static void Check(
        CheckedPaths found, HashSet<string> asked, string? config, Extensions extensions, IReadOnlyDictionary<string, ScriptVar>? vars, UnsetVariables variables,
        DataSchema? schema, CheckReport report)
    {
        var files = new CheckedFiles(extensions, variables);
        var kinds = found.Files.Where(file => Path.GetExtension(file) != ".tick").ToDictionary(file => file, file => files.KindOf(file, asked.Contains(file)));
        foreach (var file in kinds.Where(entry => entry.Value == CheckedFile.Config).Select(entry => entry.Key).Append(config).OfType<string>().Distinct())
            report.Problems(file, files.ReadConfig(file));
        List<CheckedFolder> folders = [.. found.Folders.Select(folder => new CheckedFolder(folder, extensions, variables))];
        foreach (var folder in folders.Where(folder => folder.HasHandlers))
            files.Note(folder.Topics);
        foreach (var (file, _) in kinds.Where(entry => entry.Value == CheckedFile.Handler && entry.Key != config))
            files.Note(file);

        foreach (var folder in folders)
            folder.Check(files.Surroundings, files.NobodyListens, report);
        var scripts = new ScriptJudge(extensions.Vocabulary with { Schema = schema });
        foreach (var file in found.Files.Where(file => file != config))
        {
            if (!kinds.TryGetValue(file, out var kind))
                CheckScript(files.Read(file), source => scripts.Check(source, vars, files.Surroundings), report);
            else if (kind == CheckedFile.Test && asked.Contains(file))
                report.Problems(file, RuleTestReader.Read(file, files.Read(file).Content, files.Named).Problems);
            else if (kind is not (CheckedFile.Config or CheckedFile.Other or CheckedFile.Test))
                report.Problems(file, files.Check(file, kind));
        }
    }

    private static void CheckScript(LoadFile file, Func<SourceText, IReadOnlyList<Diagnostic>> check, CheckReport report)
    {
        var source = new SourceText(file.Content, file.Path);
        if (file.Error.Length > 0)
            report.Problems(file.Path, [new ConfigProblem(file.Error)]);
        else
            report.Script(file.Path, check(source), source);
    }
}
