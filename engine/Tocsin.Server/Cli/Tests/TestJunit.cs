using System.Globalization;
using System.Xml.Linq;
using Tocsin.Server.RuleTests.Running;

namespace Tocsin.Server.Cli.Tests;

/// <summary>Writes results to a file of JUnit's form, which build servers show.</summary>
internal sealed class TestJunit(string path) : ITestReport
{
    private readonly List<RuleTestResult> _results = [];

    public void Add(RuleTestResult result) => _results.Add(result);

    public void End(TimeSpan took)
    {
        var suites = _results.GroupBy(result => result.File.Path).Select(file => new XElement(
            "testsuite",
            new XAttribute("name", file.Key),
            new XAttribute("tests", file.Count()),
            new XAttribute("failures", file.Count(result => !result.HasPassed)),
            new XAttribute("time", Seconds(file.Aggregate(TimeSpan.Zero, (sum, result) => sum + result.Took))),
            file.Select(Case)));
        try
        {
            new XDocument(new XElement("testsuites", suites)).Save(path);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new CliException($"{path} cannot be written: {problem.Message}");
        }
    }

    private static XElement Case(RuleTestResult result)
    {
        var element = new XElement("testcase", new XAttribute("classname", Clean(result.File.Path)), new XAttribute("name", Clean(result.Name)), new XAttribute("time", Seconds(result.Took)));
        if (!result.HasPassed)
            element.Add(new XElement("failure", new XAttribute("message", Clean(result.Mismatches[0].Message)), Clean(string.Join('\n', result.Mismatches.SelectMany(mismatch => new[] { $"{mismatch.Place}: {mismatch.Message}" }.Concat(mismatch.Details))))));
        return element;
    }

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.000", CultureInfo.InvariantCulture);

    // XML has no place for most control characters.
    private static string Clean(string text) => string.Concat(text.Where(letter => !char.IsControl(letter) || letter is '\n' or '\t'));
}
