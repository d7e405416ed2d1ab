using System.Text.RegularExpressions;
using Tocsin.Alerting.Handlers;

namespace Tocsin.House.Tests;

/// <summary>Each kind of handler is explained, and what its page says of its options is what it takes.</summary>
public sealed partial class HandlerPagesTests
{
    private const string BuiltInPage = "docs/handlers.md";

    public static TheoryData<string> Kinds => [.. ShippedPlugins.Kinds.All.Select(k => k.Name)];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Options_of_a_kind_are_those_of_its_page(string name)
    {
        var kind = KindOf(name);

        KeysOf(PartOf(kind, OptionsHeading(kind))).Should().Equal(kind.Options.Describe().Select(option => option.Key), "{0} tells the options of {1} in their order", PageOf(kind), name);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Script_properties_of_a_kind_stand_on_its_page(string name)
    {
        var kind = KindOf(name);
        var page = Repository.Read(PageOf(kind));

        if (kind.ScriptMember is not { } script)
            return; // It is for topics only.

        page.Should().Contain($".{kind.ScriptName}(", "a script shows how {0} is written", name);
        foreach (var member in script.Result?.Members ?? [])
            PartOf(kind, OptionsHeading(kind)).Should().Contain($"`.{member.Name}(", "{0} has that property", name);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Keys_of_a_section_are_those_of_its_page(string name)
    {
        var kind = KindOf(name);
        if (kind.Section is not { } section)
            return;

        KeysOf(PartOf(kind, SectionHeading(kind, section))).Should().BeEquivalentTo(kind.Options.DescribeSection().Select(option => option.Key), "{0} tells the keys of {1}", PageOf(kind), section);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Page_of_a_kind_shows_a_file_and_tells_what_happens_when_it_fails(string name)
    {
        var page = Repository.Read(PageOf(KindOf(name)));

        page.Should().MatchRegex($@"(?m)^kind: {Regex.Escape(name)}$", "a file shows how {0} is written", name);
        page.Should().MatchRegex("(?m)^## (When .*fails|Delivery)$");
    }

    [Fact]
    public void Every_plugin_has_a_page()
    {
        foreach (var project in Repository.Files("plugins", "*.csproj"))
        {
            var page = Path.GetDirectoryName(project)!.Replace('\\', '/') + "/README.md"; // A project stands in a folder.
            File.Exists(Path.Combine(Repository.Root, page)).Should().BeTrue("{0} is explained", project);
        }
    }

    private static HandlerKind KindOf(string name) => ShippedPlugins.Kinds.All.Single(k => k.Name == name);

    private static bool IsBuiltIn(HandlerKind kind) => kind.Origin == HandlerKinds.EngineOrigin;

    private static string PageOf(HandlerKind kind) => IsBuiltIn(kind) ? BuiltInPage : $"plugins/{kind.Origin}/README.md";

    private static string OptionsHeading(HandlerKind kind) => IsBuiltIn(kind) ? $"### {kind.Name}" : $"## Options of `{kind.Name}`";

    private static string SectionHeading(HandlerKind kind, string section) => IsBuiltIn(kind) ? $"#### Section `{section}`" : $"## Section `{section}`";

    /// <summary>What stands under a heading, up to the next of any rank.</summary>
    private static string PartOf(HandlerKind kind, string heading)
    {
        var page = Repository.Read(PageOf(kind)).ReplaceLineEndings("\n");
        var begin = page.IndexOf(heading + "\n", StringComparison.Ordinal);
        begin.Should().BeGreaterThan(-1, "{0} has the heading {1}", PageOf(kind), heading);
        var rest = page[(begin + heading.Length)..];
        var end = rest.IndexOf("\n#", StringComparison.Ordinal);
        return end < 0 ? rest : rest[..end];
    }

    // The first column of a table; one row may tell of several.
    private static IEnumerable<string> KeysOf(string part) =>
        from row in Row().Matches(part) select row.Groups["keys"].Value into keys from Match key in Key().Matches(keys) select key.Groups["key"].Value;

    [GeneratedRegex(@"^\| (?<keys>`[^|]*) \|", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex("`(?<key>[^`]+)`")]
    private static partial Regex Key();
}
