namespace Tocsin.Conformance;

/// <summary>The alert node: levels, resets, flapping, texts, fields passed on, handlers.</summary>
public sealed class AlertCases(RunningServer server) : RecordedCases(server), IClassFixture<RunningServer>
{
    public static TheoryData<CaseName> Names => In("cases/alert");

    [Theory]
    [MemberData(nameof(Names))]
    public Task Comes_out_as_recorded(CaseName name) => CheckAsync(name.Value);
}
