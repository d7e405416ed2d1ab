using Tocsin.Alerting.Configuration.Binding;
using Tocsin.Alerting.Handlers;
using Tocsin.Pipelines.Functions;
using Tocsin.Reload.Tests.Testing;

namespace Tocsin.Reload.Tests;

public sealed class DescriptionTests
{
    [Fact]
    public async Task Options_are_described_by_their_class_their_comments_and_their_defaults()
    {
        await using var rig = await ReloadRig.StartAsync(("alpha", "Alpha.V1"));
        var kind = rig.StatusOf("alpha").Load.Kinds.Should().ContainSingle().Subject;

        kind.Options.Describe().Should().BeEquivalentTo(
            new OptionDescription[]
            {
                new() { Key = "label", Script = ".label()", Type = "text", IsRequired = true, Summary = "The word before the name, see `times`." },
                new() { Key = "times", Script = ".repeats()", Type = "whole number", Default = "3", Summary = "How often it is said. Default 3." },
                new() { Key = "key", Script = ".key()", Type = "text", IsSecret = true },
                new() { Key = "account", Script = ".account()", Type = "text", Summary = "The account of the section that is used, by its name. Empty, the default: the one with 'default: true', else the first." },
            },
            options => options.WithStrictOrdering());
        kind.Options.DescribeSection().Should().BeEquivalentTo(
            new OptionDescription[]
            {
                new() { Key = "tone", Type = "text", Summary = "What comes before everything." },
                new() { Key = "name", Type = "text", Summary = "The name by which handlers choose this account." },
                new() { Key = "default", Type = "true or false", Default = "false", Summary = "Whether handlers use this account that name none. Default false." },
            });
    }

    [Fact]
    public async Task Functions_are_described_by_their_signatures_their_options_and_their_comments()
    {
        await using var rig = await ReloadRig.StartAsync(("gamma", "Gamma.V1"));

        var functions = rig.StatusOf("gamma").Load.Contributions.Functions.Select(function => function.Describe());

        functions.Should().BeEquivalentTo(new FunctionDescription[]
        {
            new()
            {
                Name = "hot",
                Origin = "gamma",
                Signatures = ["hot(value float) boolean", "hot(value int) boolean"],
                Summary = "True above ten times the version of the plugin.",
            },
            new()
            {
                Name = "@tally",
                Origin = "gamma",
                Signatures = ["points -> @tally() -> points"],
                Summary = "Adds up the field `v` in the field `sum`.",
                Options = [new() { Key = "factor", Script = ".factor()", Type = "number", Default = "1", Summary = "What each value counts. Default 1." }],
            },
        });
    }
}
