using System.CommandLine;
using System.Text;
using Tocsin.Dsl.Formatting;
using Tocsin.Dsl.Syntax;
using Tocsin.Server.Loading;

namespace Tocsin.Server.Cli.Scripts;

/// <summary><c>tocsin fmt</c>: brings scripts into the one layout.</summary>
internal sealed class FormatCommand : CliCommand
{
    private readonly Terminal _terminal;
    private readonly Argument<string[]> _paths;
    private readonly Option<bool> _write;
    private readonly Option<bool> _check;

    public FormatCommand(Terminal terminal)
        : base("fmt", CommandGroup.Writing, "Bring scripts into the canonical layout.")
    {
        _terminal = terminal;
        _paths = Argument<string[]>("paths", "Scripts, or folders with .tick files.");
        _paths.Arity = ArgumentArity.OneOrMore;
        _write = Option<bool>("write", "Rewrite the files and list those that changed, instead of printing the scripts.");
        _check = Option<bool>("check", "Change nothing; list the files that would change and end with 1 if there are any.");
    }

    public override IReadOnlyList<string> Examples => ["tocsin fmt cpu_alert.tick", "tocsin fmt --write scripts/", "tocsin fmt --check scripts/"];

    protected override Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var (writes, checks) = (arguments.GetValue(_write), arguments.GetValue(_check));
        var (changed, broken) = (0, 0);
        foreach (var file in ScriptFiles.Find(arguments.GetRequiredValue(_paths), ".tick"))
        {
            var tree = SyntaxTree.Parse(new SourceText(TextFile.Read(file), file));
            if (tree.HasErrors)
            {
                broken++;
                foreach (var error in tree.Diagnostics.Where(diagnostic => diagnostic.Severity == Severity.Error))
                    _terminal.Error.WriteLine(DiagnosticText.Render(error, tree.Source));
                continue;
            }

            var formatted = Formatter.Format(tree);
            if (!writes && !checks)
            {
                _terminal.Out.Write(formatted);
                continue;
            }

            if (formatted == tree.Source.Text)
                continue;
            changed++;
            _terminal.Out.WriteLine(file);
            if (writes && !checks)
                File.WriteAllText(file, formatted, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        }

        return Task.FromResult(broken > 0 ? ExitCode.Failed : checks && changed > 0 ? ExitCode.Found : ExitCode.Ok);
    }
}
