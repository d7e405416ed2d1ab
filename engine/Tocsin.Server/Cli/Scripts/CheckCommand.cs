using System.CommandLine;
using Tocsin.Dsl.Binding;
using Tocsin.Dsl.Lambda.Functions;
using Tocsin.Dsl.Syntax;
using Tocsin.Engine.Nodes;
using Tocsin.Engine.Plugins;
using Tocsin.Scripting;
using Tocsin.Server.Loading;

namespace Tocsin.Server.Cli.Scripts;

/// <summary><c>tocsin check</c>: says all that is wrong with scripts and files of handlers and sources.</summary>
internal sealed class CheckCommand : CliCommand
{
    private readonly Terminal _terminal;
    private readonly Argument<string[]> _paths;
    private readonly Option<string?> _vars;
    private readonly Option<string?> _plugins;
    private readonly Option<string?> _scripts;
    private readonly Option<string?> _functions;
    private readonly Option<bool> _json;

    public CheckCommand(Terminal terminal)
        : base("check", CommandGroup.Writing, "Check scripts and files of handlers and sources; say all that is wrong.")
    {
        _terminal = terminal;
        _paths = Argument<string[]>("paths", "Scripts (.tick), files of handlers or sources (.yaml, .yml, .json), or folders with such files.");
        _paths.Arity = ArgumentArity.OneOrMore;
        _vars = Option<string?>("vars", "Values for the scripts' variables. Without it, variables without a value are accepted as in templates.", "FILE");
        _plugins = Option<string?>("plugins", "The folder of the plugins. Default: plugins beside the program.", "FOLDER");
        _scripts = Option<string?>("scripts", "Where relative paths of C# scripts begin. Default: ./scripts.", "FOLDER");
        _functions = Option<string?>("functions", "C# scripts (.csx) with functions for tasks. Default: ./functions.", "FOLDER");
        _json = Option<bool>("json", "Print one JSON object a finding.");
    }

    public override IReadOnlyList<string> Examples => ["tocsin check cpu_alert.tick", "tocsin check scripts/ handlers/", "tocsin check --json scripts/"];

    protected override Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var files = ScriptFiles.Find(arguments.GetRequiredValue(_paths), ".tick", ".yaml", ".yml", ".json");
        using var scripts = new ScriptHost(new ScriptSettings { Folder = arguments.GetValue(_scripts) ?? "scripts" });
        var plugins = PluginSet.Load(arguments.GetValue(_plugins), scripts.AddTo(HandlerKinds.BuiltIn));
        foreach (var error in plugins.Errors)
            _terminal.Error.WriteLine($"tocsin: {error}");

        var vars = arguments.GetValue(_vars) is { } varsFile ? TaskFile.ReadVars(varsFile) : null;
        var report = new CheckReport(_terminal, arguments.GetValue(_json));
        using var folder = scripts.OpenFunctions(arguments.GetValue(_functions) ?? "functions");
        var functions = folder.AddTo(plugins.Functions, out var broken);
        if (broken.Count > 0)
            report.Handlers(folder.Folder, broken);
        var catalog = NodeCatalogs.With(plugins.Kinds, functions: functions);
        var asked = arguments.GetRequiredValue(_paths).ToHashSet();
        foreach (var file in files)
        {
            if (Path.GetExtension(file) == ".tick")
                report.Script(CheckScript(file, catalog, functions.Lambdas, vars, out var source), source);
            else if (SourceCheck.IsSourceFile(file))
                report.Sources(file, SourceCheck.Check(file, plugins.Sources));
            else if (asked.Contains(file) || HandlerCheck.IsHandlerFile(file))
                report.Handlers(file, HandlerCheck.Check(file, plugins.Kinds));
        }

        report.Summarize();
        return Task.FromResult(report.Errors > 0 ? ExitCode.Found : ExitCode.Ok);
    }

    private static IReadOnlyList<Diagnostic> CheckScript(
        string file, NodeCatalog catalog, FunctionCatalog functions, IReadOnlyDictionary<string, ScriptVar>? vars, out SourceText source)
    {
        source = new SourceText(TextFile.Read(file), file);
        var tree = SyntaxTree.Parse(source);
        var isTemplate = vars is null && tree.Root.Statements.OfType<TypedVarDeclarationSyntax>().Any();
        var options = new BindOptions { Vars = vars ?? new Dictionary<string, ScriptVar>(), IsTemplate = isTemplate, Functions = functions };
        return ScriptBinder.Bind(tree, catalog, options).Diagnostics;
    }
}
