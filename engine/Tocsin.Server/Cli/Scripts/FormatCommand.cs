using System.CommandLine;
using System.Text;
using Tocsin.Dsl.Formatting;
using Tocsin.Dsl.Syntax;
using Tocsin.Dsl.Syntax.Parsing;
using Tocsin.Server.Loading;

namespace Tocsin.Server.Cli.Scripts;

/// <summary><c>tocsin fmt</c>: brings scripts into the one layout.</summary>
internal sealed class FormatCommand : CliCommand
{
    private const string StandardInput = "-";

    private readonly Terminal _terminal;
    private readonly Argument<string[]> _paths;
    private readonly Option<bool> _write;
    private readonly Option<bool> _check;

    public FormatCommand(Terminal terminal)
        : base("fmt", CommandGroup.Writing, "Format scripts in the canonical layout.")
    {
        _terminal = terminal;
        _paths = Argument<string[]>("paths", "Scripts, or folders with .tick files; - reads a script from the standard input.");
        _paths.Arity = ArgumentArity.OneOrMore;
        _write = Option<bool>("write", "Rewrite the files and list those that changed, instead of printing the scripts.");
        _check = Option<bool>("check", "Change nothing; list the files that would change and end with 1 if there are any.");
    }

    public override IReadOnlyList<string> Examples => ["tocsin fmt cpu_alert.tick", "tocsin fmt --write scripts/", "tocsin fmt --check scripts/", "tocsin fmt - < cpu_alert.tick"];

    protected override Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var (writes, checks) = (arguments.GetValue(_write), arguments.GetValue(_check));
        var (changed, broken) = (0, 0);
        var paths = arguments.GetRequiredValue(_paths);
        if (writes && paths.Contains(StandardInput))
            throw new CliException("what comes from the standard input can't be rewritten: leave out --write, and the script is printed", ExitCode.Usage);
        foreach (var (file, text) in Read(paths))
        {
            var tree = SyntaxTree.Parse(new SourceText(text, file));
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

    private IEnumerable<(string File, string Text)> Read(string[] paths)
    {
        if (paths.Contains(StandardInput))
            yield return ("<stdin>", ReadInput());
        string[] files = [.. paths.Where(path => path != StandardInput)];
        foreach (var file in files.Length == 0 ? [] : ScriptFiles.Find(files, ".tick"))
            yield return (file, TextFile.Read(file));
    }

    private string ReadInput()
    {
        using var input = _terminal.OpenInput();
        return TextFile.Read(input, "<stdin>");
    }
}
