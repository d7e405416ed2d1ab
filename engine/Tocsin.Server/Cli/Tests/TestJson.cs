using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tocsin.Dsl.Syntax;
using Tocsin.Server.RuleTests.Coverage;
using Tocsin.Server.RuleTests.Mutations;
using Tocsin.Server.RuleTests.Running;

namespace Tocsin.Server.Cli.Tests;

/// <summary>Shows results to programs: one JSON object a line, for each test, for the coverage and for each mutant.</summary>
internal sealed class TestJson(TextWriter output) : ITestReport
{
    private static readonly JsonSerializerOptions OneLine = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public void Add(RuleTestResult result) => Write(new JsonObject
    {
        ["file"] = result.File.Path,
        ["test"] = result.Name,
        ["passed"] = result.HasPassed,
        ["milliseconds"] = Math.Round(result.Took.TotalMilliseconds, 1),
        ["failures"] = new JsonArray([.. result.Mismatches.Select(mismatch => (JsonNode)new JsonObject
        {
            ["file"] = mismatch.Place?.File ?? result.File.Path,
            ["line"] = mismatch.Place?.Line,
            ["char"] = mismatch.Place?.Column,
            ["message"] = mismatch.Message,
            ["details"] = new JsonArray([.. mismatch.Details.Select(detail => (JsonNode)detail)]),
        })]),
    });

    public void Add(CoverageReport coverage) => Write(new JsonObject
    {
        ["coverage"] = Math.Floor(coverage.Percent * 10) / 10,
        ["reached"] = coverage.Reached,
        ["total"] = coverage.All.Count,
        ["missing"] = new JsonArray([.. coverage.All.Where(entry => entry.Hits == 0).Select(entry => (JsonNode)Placed(
            entry.Item.Source, coverage.TryPlace(entry.Item, out var place) ? place : null, coverage.WhenMissing(entry.Item)))]),
    });

    public void Add(IReadOnlyList<MutantResult> mutants)
    {
        foreach (var (mutant, outcome) in mutants)
        {
            var line = Placed(mutant.Script, mutant.Place, mutant.WhenUnnoticed);
            line["mutant"] = outcome.ToString().ToLowerInvariant();
            line["before"] = mutant.Before;
            line["after"] = mutant.After;
            Write(line);
        }
    }

    public void End(TimeSpan took)
    {
    }

    private static JsonObject Placed(string file, LinePosition? place, string message) => new() { ["file"] = file, ["line"] = place?.Line, ["char"] = place?.Column, ["message"] = message };

    private void Write(JsonObject line) => output.WriteLine(line.ToJsonString(OneLine));
}
