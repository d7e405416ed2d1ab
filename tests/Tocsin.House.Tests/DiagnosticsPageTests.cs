using System.Text.RegularExpressions;

namespace Tocsin.House.Tests;

/// <summary>Every code that a script can be answered with is explained once.</summary>
public sealed partial class DiagnosticsPageTests
{
    [Fact]
    public void Every_code_is_explained_once()
    {
        var used = Repository.Sources.SelectMany(file => Code().Matches(file.Text)).Select(match => match.Groups[1].Value).Distinct();
        var explained = Row().Matches(Repository.Read("docs/diagnostics.md")).Select(match => match.Groups[1].Value).ToArray();

        explained.Should().OnlyHaveUniqueItems();
        explained.Should().BeEquivalentTo(used);
        explained.Should().BeInAscendingOrder(StringComparer.Ordinal);
    }

    [GeneratedRegex("\"(TS[0-9]{4})\"")]
    private static partial Regex Code();

    [GeneratedRegex(@"^\| `(TS[0-9]{4})` \|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
