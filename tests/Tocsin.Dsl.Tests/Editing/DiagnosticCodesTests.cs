using Tocsin.Dsl.Editing.Diagnosing;

namespace Tocsin.Dsl.Tests.Editing;

public sealed class DiagnosticCodesTests
{
    [Fact]
    public void Every_code_of_the_page_has_a_meaning_and_a_remedy()
    {
        var codes = DiagnosticCodes.All.ToList();
        codes.Should().HaveCountGreaterThan(100).And.OnlyContain(code => code.Meaning.Length > 0 && code.Remedy.Length > 0 && (code.Kind == "error" || code.Kind == "warning"));
        DiagnosticCodes.TryFind("TS1001", out var found).Should().BeTrue();
        found!.Remedy.Should().Be("Begin with `stream|from()`.");
    }
}
