namespace Tocsin.Conformance;

/// <summary>Where we do better on purpose; the README beside the cases says how.</summary>
public sealed class DepartureCases(RunningServer server) : RecordedCases(server), IClassFixture<RunningServer>
{
    public static TheoryData<CaseName> Names => In("departures");

    [Theory]
    [MemberData(nameof(Names))]
    public Task Comes_out_as_wanted(CaseName name) => CheckAsync(name.Value);
}
