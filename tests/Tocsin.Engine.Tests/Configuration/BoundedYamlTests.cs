using Tocsin.Alerting.Configuration.Reading;
using Tocsin.Alerting.Definitions;
using Tocsin.Engine.Hosting;
using Tocsin.Engine.Sources;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Tocsin.Engine.Tests.Configuration;

public sealed class BoundedYamlTests
{
    private const string TooDeep = "lists and mappings are nested deeper than 64 levels";

    // Each kills the process, or takes half a minute, when the depth is known only after reading.
    public static TheoryData<string> Abysses =>
    [
        string.Concat(Enumerable.Repeat("- ", 40_000)) + "1",
        new string('[', 100_000),
        new string('[', 50_000) + new string(']', 50_000),
        string.Concat(Enumerable.Repeat("{a: ", 50_000)),
        string.Concat(Enumerable.Repeat("? ", 50_000)),
        string.Concat(Enumerable.Repeat("[{a: ", 30_000)),
    ];

    [Theory]
    [MemberData(nameof(Abysses))]
    public void Nesting_without_end_is_refused_at_its_beginning(string yaml)
    {
        CpuTime.Of(() => ReadAll(yaml)).Should().BeLessThan(TimeSpan.FromSeconds(5), "a part of a millisecond is what it takes");
    }

    private static void ReadAll(string yaml)
    {
        Reading(yaml).Should().Throw<YamlException>().WithMessage(TooDeep);
        HandlerFile.Parse(yaml, "f.yaml").Errors.Should().ContainSingle().Which.Message.Should().Contain(TooDeep);
        SourceFile.Parse(yaml, "f.yaml").Problems.Should().ContainSingle().Which.Message.Should().Contain(TooDeep);
        ConfigFile.Parse("f.yaml", yaml, static _ => null).Problems.Should().ContainSingle().Which.Message.Should().Contain(TooDeep);
    }

    [Theory]
    [InlineData("...\nkind: generic\n")]
    [InlineData("a:\n  : x\n---\n- &a {b: c}\n- *a\n")]
    [InlineData("a: {b: {c: \"$.: \"$.s == 1\"}\n  d: \"e\"\n---\n- &a {id: h}\n- *a\n")]
    [InlineData("[\"a\\ud800\\ud800\"]")]
    [InlineData("a: \"\\uZZZZ\"")]
    [InlineData("a: !<tag:yaml.org,2002:int> [")]
    public void What_the_library_stumbles_over_is_no_yaml(string yaml) => Reading(yaml).Should().Throw<YamlException>();

    [Fact]
    public void As_many_levels_as_json_has_are_read() =>
        Reading(new string('[', BoundedYaml.MostLevels) + new string(']', BoundedYaml.MostLevels)).Should().NotThrow();

    [Fact]
    public void One_level_more_is_told_with_its_place() =>
        Reading("a:\n  " + new string('[', BoundedYaml.MostLevels)).Should().Throw<YamlException>().Which.Start.ToString().Should().Be("Line: 2, Col: 66, Idx: 68");

    [Fact]
    public void What_an_alias_stands_for_counts_as_if_it_were_written_out()
    {
        var levels = "a0: &a0 [x]\n";
        for (var i = 1; i < BoundedYaml.MostLevels; i++)
            levels += $"a{i}: &a{i} [*a{i - 1}]\n";
        var values = "a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n";
        for (var i = 1; i < 9; i++)
            values += $"a{i}: &a{i} [*a{i - 1},*a{i - 1},*a{i - 1},*a{i - 1},*a{i - 1},*a{i - 1},*a{i - 1},*a{i - 1},*a{i - 1},*a{i - 1}]\n";

        Reading(levels).Should().Throw<YamlException>().WithMessage(TooDeep);
        Reading(values).Should().Throw<YamlException>().WithMessage("it has more than 200000 keys and values, aliases included*");
        HandlerFile.Parse("topic: t\nid: h\nkind: log\noptions:\n  " + values.ReplaceLineEndings("\n  "), "f.yaml").Errors.Should().NotBeEmpty();
    }

    [Fact]
    public void An_alias_of_what_it_stands_in_is_refused() =>
        Reading("topic: t\noptions: &o {a: *o}").Should().Throw<YamlException>().WithMessage("the alias *o refers to nothing that ends before it");

    [Fact]
    public void Aliases_stand_for_what_was_written_last_under_their_name()
    {
        var root = (YamlMappingNode)BoundedYaml.Roots("a: &x [1, 2]\nb: *x\nc: &x 3\nd: *x").Single();

        root["b"].Should().BeOfType<YamlSequenceNode>().Which.Children.Should().HaveCount(2);
        root["d"].ToString().Should().Be("3");
    }

    private static Action Reading(string yaml) => () => BoundedYaml.Roots(yaml);
}
