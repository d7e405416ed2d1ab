using System.CommandLine;
using System.Text.RegularExpressions;
using Tocsin.Alerting.Configuration.Binding;
using Tocsin.Dsl.Patterns;
using Tocsin.Dsl.Time;
using Tocsin.Engine.Plugins;
using Tocsin.Server.RuleTests.Running;

namespace Tocsin.Server.Cli.Tests;

/// <summary><c>tocsin test</c>: runs files of tests for scripts and handlers.</summary>
internal sealed class TestCommand : CliCommand
{
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromDays(1);

    private readonly Terminal _terminal;
    private readonly TimeProvider _time;
    private readonly Argument<string[]> _paths;
    private readonly Option<string?> _run;
    private readonly Option<string?> _junit;
    private readonly Option<bool> _tap;
    private readonly Option<bool> _json;
    private readonly Option<double?> _coverage;
    private readonly Option<string?> _lcov;
    private readonly Option<bool> _mutate;
    private readonly Option<bool> _update;
    private readonly Option<bool> _watch;
    private readonly Option<string?> _timeout;
    private readonly ExtensionOptions _extensions;

    /// <param name="time">The clock of <c>--watch</c>.</param>
    public TestCommand(Terminal terminal, TimeProvider time)
        : base("test", CommandGroup.Writing, "Run tests of scripts and handlers: data in, alerts and requests out, on a clock of their own.")
    {
        _terminal = terminal;
        _time = time;
        _paths = Words("path", "Files that end in .test.yaml, or folders that hold some. Default: this folder.", least: 0);
        _run = Option<string?>("run", "Run only tests whose names match this regular expression.", "REGEX");
        _junit = Option<string?>("junit", "Write a JUnit XML report.", "FILE");
        _tap = Option<bool>("tap", "Print the results in the Test Anything Protocol.");
        _json = Option<bool>("json", "Print one JSON object per line: for each test, for the coverage and for each mutant.");
        _coverage = Option<double?>("coverage", "Report what no test covers; fail below this percentage.", "PERCENT");
        _lcov = Option<string?>("lcov", "Write an LCOV report.", "FILE");
        _mutate = Option<bool>("mutate", "Make small mistakes in the scripts, and list those that no test notices.");
        _update = Option<bool>("update", "Keep what happens as snapshots instead of comparing it with them.");
        _watch = Option<bool>("watch", "Run again whenever a file changes, until you press Ctrl+C.");
        _timeout = Option<string?>("timeout", "How long one test may take. Default 5m.", "TIME");
        _extensions = new ExtensionOptions(this);
    }

    public override IReadOnlyList<string> Examples =>
        ["tocsin test", "tocsin test rules/cpu.test.yaml --run 'busy' --watch", "tocsin test rules --junit results.xml --coverage 90", "tocsin test rules --mutate"];

    protected override async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var choice = new TestChoice
        {
            Paths = arguments.GetValue(_paths) is { Length: > 0 } paths ? paths : ["."],
            Names = Pattern(arguments.GetValue(_run)),
            Coverage = Percent(arguments.GetValue(_coverage)),
            Lcov = arguments.GetValue(_lcov),
            Mutates = arguments.GetValue(_mutate),
            UpdatesSnapshots = arguments.GetValue(_update),
            Timeout = Limit(arguments.GetValue(_timeout)),
        };
        if (choice.UpdatesSnapshots && _terminal.Environment("CI") == "true")
            throw new CliException("--update is for the person who reads the snapshots, and CI=true is set: run it where you write the rules", ExitCode.Usage);
        using var opened = _extensions.Open(arguments);
        ExtensionOptions.Report(opened.Current, _terminal.Error);
        if (arguments.GetValue(_watch))
            return await WatchAsync(arguments, choice, opened.Current, cancellationToken).ConfigureAwait(false);
        return await new TestSession(choice, opened.Current, Reports(arguments)).RunAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task<int> WatchAsync(ParseResult arguments, TestChoice choice, Extensions extensions, CancellationToken cancellationToken)
    {
        using var watch = new TestWatch(_time);
        while (true)
        {
            var session = new TestSession(choice, extensions, Reports(arguments));
            try
            {
                await session.RunAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (CliException problem) when (session.Files.Count > 0)
            {
                _terminal.Error.WriteLine(problem.Message);
            }

            try
            {
                await watch.ChangedAsync(session.Files, cancellationToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return ExitCode.Ok;
            }
        }
    }

    private List<ITestReport> Reports(ParseResult arguments)
    {
        List<ITestReport> reports = [arguments.GetValue(_json) ? new TestJson(_terminal.Out) : arguments.GetValue(_tap) ? new TestTap(_terminal.Out) : new TestText(_terminal)];
        if (arguments.GetValue(_junit) is { } junit)
            reports.Add(new TestJunit(junit));
        return reports;
    }

    private static TimeSpan Limit(string? text) => text is null ? TestSurroundings.UsualTimeout
        : DurationSetting.TryParse(text, out var nanoseconds) && nanoseconds > 0 && new Duration(nanoseconds).ToTimeSpan() is var limit && limit <= LongestTimeout ? limit
        : throw new CliException($"--timeout is a time such as 30s or 10m, up to {LongestTimeout.TotalDays} days, not '{text}'", ExitCode.Usage);

    private static double? Percent(double? percent) => percent is null or (>= 0 and <= 100)
        ? percent
        : throw new CliException($"--coverage is a number of percent from 0 to 100, not {percent}", ExitCode.Usage);

    private static Regex? Pattern(string? text)
    {
        if (text is null)
            return null;
        return Re2.TryCompile(text, out var pattern, out var error) ? pattern : throw new CliException($"--run is not a regular expression: {error}", ExitCode.Usage);
    }
}
