using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Tocsin.Conformance;

/// <summary>Runs the cases of one folder, one after the other on one server. Folders run side by side.</summary>
public abstract class RecordedCases(RunningServer server)
{
    private const int Shown = 6;

    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        IndentSize = 1,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    protected static TheoryData<CaseName> In(string folder) => [.. CaseFiles.In(folder).Select(name => new CaseName(name))];

    protected async Task CheckAsync(string name)
    {
        var recorded = Case.Load(name);
        var seen = await SeeAsync(recorded);
        var differences = recorded.Expected is { } expected ? Judge.Differences(recorded, expected, seen) : ["nobody has written expected.json yet"];
        var reason = KnownDifferences.Of(name);
        if (reason is not null)
            differences.Should().NotBeEmpty($"known-differences.json says '{reason}': take that line out, the case comes out as recorded");
        else if (differences.Count > 0)
            Assert.Fail($"{name} does not come out as recorded:\n{string.Join('\n', differences.Take(Shown))}\nAll that was seen is in {Keep(name, seen)}");
    }

    /// <summary>Runs a case; what can be seen of it.</summary>
    private protected virtual async Task<JsonNode> SeeAsync(Case recorded)
    {
        await using var run = new CaseRun(server, recorded);
        return await run.RunAsync();
    }

    private static string Keep(string name, JsonNode seen)
    {
        var file = Path.Combine(CaseFiles.Observed, name + ".json");
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, seen.ToJsonString(Readable) + "\n");
        return file;
    }
}
