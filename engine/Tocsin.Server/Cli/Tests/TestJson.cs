using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tocsin.Server.RuleTests.Running;

namespace Tocsin.Server.Cli.Tests;

/// <summary>Shows results to programs: one JSON object a line.</summary>
internal sealed class TestJson(TextWriter output) : ITestReport
{
    private static readonly JsonSerializerOptions OneLine = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public void Add(RuleTestResult result) => output.WriteLine(new JsonObject
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
    }.ToJsonString(OneLine));

    public void End(TimeSpan took)
    {
    }
}
