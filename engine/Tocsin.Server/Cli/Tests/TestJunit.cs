using System.Globalization;
using System.Xml.Linq;
using Tocsin.Server.RuleTests.Coverage;
using Tocsin.Server.RuleTests.Mutations;
using Tocsin.Server.RuleTests.Running;

namespace Tocsin.Server.Cli.Tests;

/// <summary>Writes results to a file of JUnit's form, which build servers show.</summary>
internal sealed class TestJunit(string path) : ITestReport
{
    private readonly List<RuleTestResult> _results = [];
    private readonly List<string> _output = [];

    public void Add(RuleTestResult result) => _results.Add(result);

    public void Add(CoverageReport coverage) => _output.AddRange(TestLines.Of(coverage));

    public void Add(IReadOnlyList<MutantResult> mutants) => _output.AddRange(TestLines.Of(mutants));

    public void End(TimeSpan took)
    {
        var suites = _results.GroupBy(result => result.File.Path).Select(file => new XElement("testsuite", Head(Clean(file.Key), [.. file]), file.Select(Case))).ToList();
        if (_output.Count > 0)
            suites[^1].Add(new XElement("system-out", Clean(string.Join('\n', _output))));
        try
        {
            new XDocument(new XElement("testsuites", Head("tocsin test", _results), suites)).Save(path);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new CliException($"{path} cannot be written: {problem.Message}");
        }
    }

    // A test that could not begin is an error, one that ended otherwise than expected is a failure.
    private static XAttribute[] Head(string name, List<RuleTestResult> results) =>
    [
        new XAttribute("name", name),
        new XAttribute("tests", results.Count),
        new XAttribute("failures", results.Count(result => !result.HasPassed && result.IsDefined)),
        new XAttribute("errors", results.Count(result => !result.IsDefined)),
        new XAttribute("skipped", 0),
        new XAttribute("time", Seconds(results.Aggregate(TimeSpan.Zero, (sum, result) => sum + result.Took))),
    ];

    private static XElement Case(RuleTestResult result)
    {
        var element = new XElement(
            "testcase",
            new XAttribute("classname", Clean(result.File.Path)),
            new XAttribute("name", Clean(result.Name)),
            new XAttribute("file", Clean(result.File.Path)),
            new XAttribute("time", Seconds(result.Took)));
        if (!result.HasPassed)
            element.Add(new XElement(result.IsDefined ? "failure" : "error", new XAttribute("message", Clean(result.Mismatches[0].Message)), Clean(string.Join('\n', TestLines.Of(result)))));
        return element;
    }

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.000", CultureInfo.InvariantCulture);

    // XML has no place for most control characters and for halves of others.
    private static string Clean(string text) => string.Concat(text.EnumerateRunes().Where(rune => !System.Text.Rune.IsControl(rune) || rune.Value is '\n' or '\t').Where(rune => rune.Value is not (0xFFFE or 0xFFFF)));
}
