using System.CommandLine;
using System.Text.RegularExpressions;
using Tocsin.Dsl.Patterns;
using Tocsin.Engine.Hosting;
using Tocsin.Engine.Plugins;
using Tocsin.Server.RuleTests.Files;
using Tocsin.Server.RuleTests.Judging;
using Tocsin.Server.RuleTests.Running;

namespace Tocsin.Server.Cli.Tests;

/// <summary><c>tocsin test</c>: runs files of tests for scripts and handlers.</summary>
internal sealed class TestCommand : CliCommand
{
    private static readonly string[] Endings = [".test.yaml", ".test.yml"];

    private readonly Terminal _terminal;
    private readonly Argument<string[]> _paths;
    private readonly Option<string?> _run;
    private readonly Option<string?> _junit;
    private readonly Option<bool> _tap;
    private readonly Option<bool> _json;
    private readonly ExtensionOptions _extensions;

    public TestCommand(Terminal terminal)
        : base("test", CommandGroup.Writing, "Run tests of scripts and handlers: data in, alerts and requests out, on a clock of their own.")
    {
        _terminal = terminal;
        _paths = Words("path", "Files that end in .test.yaml, or folders that hold some. Default: this folder.", least: 0);
        _run = Option<string?>("run", "Run only tests whose name a regular expression finds.", "REGEX");
        _junit = Option<string?>("junit", "Write the results to a file of JUnit's form.", "FILE");
        _tap = Option<bool>("tap", "Print the results in the Test Anything Protocol.");
        _json = Option<bool>("json", "Print one JSON object per test.");
        _extensions = new ExtensionOptions(this);
    }

    public override IReadOnlyList<string> Examples => ["tocsin test", "tocsin test rules/cpu.test.yaml --run 'busy'", "tocsin test rules --junit results.xml"];

    protected override async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var started = TimeProvider.System.GetTimestamp();
        var wanted = Pattern(arguments.GetValue(_run));
        var files = Find(arguments.GetValue(_paths) is { Length: > 0 } paths ? paths : ["."]);
        using var opened = _extensions.Open(arguments);
        ExtensionOptions.Report(opened.Current, _terminal.Error);
        List<ITestReport> reports = [arguments.GetValue(_json) ? new TestJson(_terminal.Out) : arguments.GetValue(_tap) ? new TestTap(_terminal.Out) : new TestText(_terminal)];
        if (arguments.GetValue(_junit) is { } junit)
            reports.Add(new TestJunit(junit));
        var (count, hasFailed) = (0, false);
        foreach (var path in files)
        {
            await foreach (var result in RunAsync(path, wanted, opened.Current, cancellationToken).ConfigureAwait(false))
            {
                count++;
                hasFailed |= !result.HasPassed;
                reports.ForEach(report => report.Add(result));
            }
        }

        if (count == 0)
            throw new CliException($"no test has a name that '{wanted}' matches", ExitCode.Found);
        reports.ForEach(report => report.End(TimeProvider.System.GetElapsedTime(started)));
        return hasFailed ? ExitCode.Found : ExitCode.Ok;
    }

    private static async IAsyncEnumerable<RuleTestResult> RunAsync(
        string path, Regex? wanted, Extensions extensions, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var file = RuleTestReader.Read(path);
        var problems = file.Problems.Where(problem => !problem.IsWarning).ToList();
        var config = file.Config is { } name && problems.Count == 0 ? ConfigFile.Load(file.Find(name)) : ConfigFile.Default;
        problems.AddRange(config.Problems.Where(problem => !problem.IsWarning));
        if (problems.Count > 0)
        {
            yield return new RuleTestResult(file, "", TimeSpan.Zero, [.. problems.Select(problem => new Mismatch(problem.Place, problem.Message, []))]);
            yield break;
        }

        foreach (var test in file.Tests.Where(test => wanted?.IsMatch(test.Name) != false))
            yield return await new RuleTestRun(file, test, extensions, config).RunAsync(cancellationToken).ConfigureAwait(false);
    }

    private static Regex? Pattern(string? text)
    {
        if (text is null)
            return null;
        return Re2.TryCompile(text, out var pattern, out var error) ? pattern : throw new CliException($"--run is not a regular expression: {error}", ExitCode.Usage);
    }

    private static List<string> Find(IReadOnlyList<string> paths)
    {
        var files = new List<string>();
        foreach (var path in paths)
        {
            if (File.Exists(path))
            {
                files.Add(path);
                continue;
            }

            if (!Directory.Exists(path))
                throw new CliException($"there is no file or folder {path}");
            List<string> found = [.. Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories).Where(file => Endings.Any(ending => file.EndsWith(ending, StringComparison.Ordinal))).Order(StringComparer.Ordinal)];
            if (found.Count == 0)
                throw new CliException($"no tests in {path}: their files end in .test.yaml", ExitCode.Found);
            files.AddRange(found.Select(file => path == "." ? Path.GetRelativePath(".", file) : file));
        }

        return files;
    }
}
