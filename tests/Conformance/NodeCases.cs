namespace Tocsin.Conformance;

/// <summary>Every node but the alert, stream and batch edges, odd data.</summary>
public sealed class NodeCases(RunningServer server) : RecordedCases(server), IClassFixture<RunningServer>
{
    public static TheoryData<CaseName> Names => In("cases/nodes");

    [Theory]
    [MemberData(nameof(Names))]
    public Task Comes_out_as_recorded(CaseName name) => CheckAsync(name.Value);
}
