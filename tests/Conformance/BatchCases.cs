using System.Text.Json.Nodes;

namespace Tocsin.Conformance;

/// <summary>Batch tasks, recordings, replays and what is written to InfluxDB, with a real one.</summary>
public sealed class BatchCases(BatchServer server) : RecordedCases(server), IClassFixture<BatchServer>
{
    public static TheoryData<CaseName> Names => In("cases/batch");

    [ProgramTheory(InfluxDaemon.Program, InfluxDaemon.Install)]
    [MemberData(nameof(Names))]
    public Task Comes_out_as_recorded(CaseName name) => CheckAsync(name.Value);

    private protected override async Task<JsonNode> SeeAsync(Case recorded)
    {
        await using var run = new BatchRun(server, recorded);
        return await run.RunAsync();
    }
}
