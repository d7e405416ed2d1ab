namespace Tocsin.Conformance;

/// <summary>Topics, their handlers, match, publish, aggregate, and what services are sent.</summary>
public sealed class TopicCases(RunningServer server) : RecordedCases(server), IClassFixture<RunningServer>
{
    public static TheoryData<CaseName> Names => In("cases/topic");

    [Theory]
    [MemberData(nameof(Names))]
    public Task Comes_out_as_recorded(CaseName name) => CheckAsync(name.Value);
}
