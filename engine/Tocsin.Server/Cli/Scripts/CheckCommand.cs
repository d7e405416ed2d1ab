using System.CommandLine;
using Tocsin.Alerting.Definitions;
using Tocsin.Dsl.Binding;
using Tocsin.Dsl.Syntax;
using Tocsin.Engine.Checks;
using Tocsin.Pipelines.Functions;
using Tocsin.Server.Loading;

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
    private readonly Option<bool> _strict;
    private readonly Option<bool> _json;

    public CheckCommand(Terminal terminal)
        : base("check", CommandGroup.Writing, "Check scripts, files of handlers and sources, and the configuration; say all that is wrong.")
    {
        _terminal = terminal;
        _paths = Argument<string[]>("paths", "Scripts (.tick), files of handlers or sources (.yaml, .yml, .json), tocsin.yaml, or folders with such files.");
        _paths.Arity = ArgumentArity.ZeroOrMore;
        _vars = Option<string?>("vars", "Values for the scripts' variables. Without it, variables without a value are accepted as in templates.", "FILE");
        _extensions = new ExtensionOptions(this);
        _config = Option<string?>("config", "The server's configuration: it is checked too, and whether its services are on. Default: a tocsin.yaml among the files.", "FILE");
        _allowUnset = Option<bool>("allow-unset", "Accept ${env:NAME} of variables that are not set here.");
        _strict = Option<bool>("strict", "Fail for warnings too.");
        _json = Option<bool>("json", "Print one JSON object a finding.");
    }

    public override IReadOnlyList<string> Examples => ["tocsin check cpu_alert.tick", "tocsin check scripts/ handlers/", "tocsin check --config tocsin.yaml --allow-unset load/", "tocsin check --json scripts/"];

    protected override Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        string[] paths = arguments.GetValue(_paths) ?? [];
        var config = arguments.GetValue(_config);
        if (paths.Length == 0 && config is null)
            throw new CliException("nothing to check: give files or folders, or --config FILE");
        var files = paths.Length == 0 ? [] : ScriptFiles.Find(paths, ".tick", ".yaml", ".yml", ".json");
        using var opened = _extensions.Open(arguments);
        var extensions = opened.Current;
        foreach (var error in extensions.Errors)
            _terminal.Error.WriteLine($"tocsin: {error}");

        var vars = arguments.GetValue(_vars) is { } varsFile ? TaskFile.ReadVars(varsFile) : null;
        var report = new CheckReport(_terminal, arguments.GetValue(_json));
        if (extensions.FunctionErrors.Count > 0)
            report.Functions(_extensions.FunctionFolder(arguments), extensions.FunctionErrors);
        CheckFiles(
            files, [.. paths], config, new CheckedFiles(extensions, new UnsetVariables(arguments.GetValue(_allowUnset))), report,
            (file, surroundings) => report.Script(CheckScript(file, extensions.Vocabulary, vars, surroundings, out var source), source));
        report.Summarize();
        return Task.FromResult(report.Errors > 0 || (report.Warnings > 0 && arguments.GetValue(_strict)) ? ExitCode.Found : ExitCode.Ok);
    }

    private static void CheckFiles(
        IReadOnlyList<string> files, HashSet<string> asked, string? config, CheckedFiles yaml, CheckReport report, Action<string, Surroundings> checkScript)
    {
        var kinds = files.Where(file => Path.GetExtension(file) != ".tick").ToDictionary(file => file, file => yaml.KindOf(file, asked.Contains(file)));
        foreach (var file in kinds.Where(entry => entry.Value == CheckedFile.Config).Select(entry => entry.Key).Append(config).OfType<string>().Distinct())
            report.Problems(file, yaml.ReadConfig(file));
        foreach (var (file, _) in kinds.Where(entry => entry.Value == CheckedFile.Handler && entry.Key != config))
            yaml.Note(file);
        foreach (var file in files.Where(file => file != config))
        {
            if (!kinds.TryGetValue(file, out var kind))
                checkScript(file, yaml.Surroundings);
            else if (kind == CheckedFile.Handler)
                report.Problems(file, yaml.CheckHandlers(file));
            else if (kind == CheckedFile.Unknown)
                report.Problems(file, CheckedFiles.CheckUnknown(file));
            else if (kind == CheckedFile.Source)
                report.Problems(file, yaml.CheckSources(file));
        }
    }

    private static IReadOnlyList<Diagnostic> CheckScript(
        string file, ScriptVocabulary vocabulary, IReadOnlyDictionary<string, ScriptVar>? vars, Surroundings surroundings, out SourceText source)
    {
        source = new SourceText(TextFile.Read(file), file);
        var tree = SyntaxTree.Parse(source);
        var isTemplate = vars is null && tree.Root.Statements.OfType<TypedVarDeclarationSyntax>().Any();
        var bound = vocabulary.Bind(tree, vars ?? new Dictionary<string, ScriptVar>(), isTemplate);
        return bound.Graph is null ? bound.Diagnostics : [.. bound.Diagnostics, .. ScriptChecks.Of(bound.Graph, surroundings, dbrps: bound.Dbrps)];
    }
}
