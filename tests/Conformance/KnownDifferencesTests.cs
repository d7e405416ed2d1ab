namespace Tocsin.Conformance;

public sealed class KnownDifferencesTests
{
    [Fact]
    public void Every_known_difference_is_of_a_case_that_exists() =>
        KnownDifferences.Names.Should().BeSubsetOf(CaseFiles.In("cases").Concat(CaseFiles.In("departures")));
}
