using Tocsin.Engine.Hosting;
using Tocsin.Engine.Plugins;
using Tocsin.Server.RuleTests.Coverage;
using Tocsin.Server.RuleTests.Files;
using Tocsin.Server.RuleTests.Judging;
using Tocsin.Server.RuleTests.Mutations;
using Tocsin.Server.RuleTests.Running;

namespace Tocsin.Server.Cli.Tests;

/// <summary>Runs all that is to be tested once.</summary>
/// <param name="extensions">What scripts and handlers can use.</param>
/// <param name="reports">Show the results.</param>
internal sealed class TestSession(TestChoice choice, Extensions extensions, IReadOnlyList<ITestReport> reports)
{
    private readonly ReachedParts? _coverage = choice.Coverage is not null || choice.Lcov is not null ? new ReachedParts() : null;
    private readonly List<RuleTestResult> _results = [];
    private readonly List<string> _files = [];

    /// <summary>The files that what was run depends on.</summary>
    public IReadOnlyList<string> Files => _files;

    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var started = TimeProvider.System.GetTimestamp();
        var tests = new List<(RuleTestFile File, RuleTest Test, TestSurroundings Surroundings)>();
        foreach (var path in TestFiles.Find(choice.Paths))
            Read(path, tests);
        await foreach (var result in RuleTestRunner.RunAsync(tests, cancellationToken).ConfigureAwait(false))
            Add(result);
        if (_results.Count == 0)
            throw new CliException($"no test matches --run '{choice.Names}'", ExitCode.Found);

        var coverage = _coverage?.Report();
        if (coverage is not null)
            Add(coverage);
        if (choice.Mutates)
            await MutateAsync(tests, cancellationToken).ConfigureAwait(false);
        Each(report => report.End(TimeProvider.System.GetElapsedTime(started)));
        return _results.Exists(result => !result.HasPassed) || coverage?.Percent < choice.Coverage ? ExitCode.Found : ExitCode.Ok;
    }

    private void Read(string path, List<(RuleTestFile File, RuleTest Test, TestSurroundings Surroundings)> tests)
    {
        var file = RuleTestReader.Read(path);
        _files.AddRange(TestInputs.Of(file));
        var problems = file.Problems.Where(problem => !problem.IsWarning).ToList();
        var config = file.Config is { } name && problems.Count == 0 ? ConfigFile.Load(file.Find(name), file.ValueOf, file.Environment.Keys) : ConfigFile.Default;
        problems.AddRange(config.Problems.Where(problem => !problem.IsWarning));
        if (problems.Count > 0)
        {
            Add(new RuleTestResult(file, "", TimeSpan.Zero, [.. problems.Select(problem => new Mismatch(problem.Place, problem.Message, []))]) { IsDefined = false });
            return;
        }

        var surroundings = new TestSurroundings(extensions, config) { Coverage = _coverage, UpdatesSnapshots = choice.UpdatesSnapshots, Timeout = choice.Timeout };
        tests.AddRange(file.Tests.Where(test => choice.Names?.IsMatch(test.Name) != false).Select(test => (file, test, surroundings)));
    }

    private void Add(RuleTestResult result)
    {
        _results.Add(result);
        Each(report => report.Add(result));
    }

    private void Add(CoverageReport coverage)
    {
        Each(report => report.Add(coverage));
        if (choice.Lcov is not { } path)
            return;
        try
        {
            File.WriteAllText(path, CoverageLcov.Write(coverage));
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new CliException($"{path} cannot be written: {problem.Message}");
        }
    }

    private async Task MutateAsync(List<(RuleTestFile File, RuleTest Test, TestSurroundings Surroundings)> tests, CancellationToken cancellationToken)
    {
        if (_results.Exists(result => !result.HasPassed))
            throw new CliException("mutants are tried only when all tests pass", ExitCode.Found);
        var mutants = new List<MutantResult>();
        foreach (var file in tests.GroupBy(test => test.File))
        {
            var took = _results.Where(result => result.File == file.Key).ToDictionary(result => result.Name, result => result.Took);
            List<RuleTest> quickest = [.. file.Select(test => test.Test).OrderBy(test => took.GetValueOrDefault(test.Name))];
            mutants.AddRange(await new MutantRun(file.Key, quickest, file.First().Surroundings, choice.MutationLimit).RunAsync(cancellationToken).ConfigureAwait(false));
        }

        // What the tests of one file leave may be noticed by those of another.
        List<MutantResult> merged = [.. mutants.GroupBy(result => (result.Mutant.Script, result.Mutant.Place, result.Mutant.Before, result.Mutant.After)).Select(same => same.MinBy(result => result.Outcome)!) // No group is empty.
            .OrderBy(result => result.Mutant.Script, StringComparer.Ordinal).ThenBy(result => result.Mutant.Place.Line).ThenBy(result => result.Mutant.Place.Column)];
        Each(report => report.Add(merged));
    }

    private void Each(Action<ITestReport> action)
    {
        foreach (var report in reports)
            action(report);
    }
}
