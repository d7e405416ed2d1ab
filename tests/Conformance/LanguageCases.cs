namespace Tocsin.Conformance;

/// <summary>Literals, operators, variables, templates, errors, every function.</summary>
public sealed class LanguageCases(RunningServer server) : RecordedCases(server), IClassFixture<RunningServer>
{
    public static TheoryData<CaseName> Names => In("cases/language");

    [Theory]
    [MemberData(nameof(Names))]
    public Task Comes_out_as_recorded(CaseName name) => CheckAsync(name.Value);
}
