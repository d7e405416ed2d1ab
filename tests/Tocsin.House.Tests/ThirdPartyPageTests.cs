using System.Text.RegularExpressions;

namespace Tocsin.House.Tests;

/// <summary>Whoever passes the program on must know what else is in it.</summary>
public sealed partial class ThirdPartyPageTests
{
    [Fact]
    public void Every_package_that_the_product_refers_to_is_named_with_its_licence()
    {
        var used = new[] { "dsl", "engine", "plugins" }.SelectMany(folder => Repository.Files(folder, "*.csproj"))
            .SelectMany(project => Reference().Matches(Repository.Read(project))).Select(match => match.Groups[1].Value).Distinct();

        var named = Row().Matches(Repository.Read("docs/third-party.md")).Select(match => match.Groups[1].Value).ToArray();

        used.Should().BeSubsetOf(named);
        named.Should().OnlyHaveUniqueItems();
    }

    [GeneratedRegex("<PackageReference Include=\"([^\"]+)\"")]
    private static partial Regex Reference();

    [GeneratedRegex(@"^\| \[([^\]]+)\]\([^)]+\)[^|]* \| [^|]+ \| (?:MIT|Apache-2.0|BSD-2-Clause|BSD-3-Clause|PostgreSQL) \| [^|]+ \|$", RegexOptions.Multiline)]
    private static partial Regex Row();
}
