using Tocsin.Engine.Plugins;
using Tocsin.Reload.Tests.Testing;

namespace Tocsin.Reload.Tests;

public sealed class DescriptionTests
{
    [Fact]
    public async Task Options_are_described_by_their_class_their_comments_and_their_defaults()
    {
        await using var rig = await ReloadRig.StartAsync(("alpha", "Alpha.V1"));
        var kind = rig.StatusOf("alpha").Load.Kinds.Should().ContainSingle().Subject;

        kind.DescribeOptions().Should().BeEquivalentTo(
            new OptionDescription[]
            {
                new() { Key = "label", Script = ".label()", Type = "text", IsRequired = true, Summary = "The word before the name, see `times`." },
                new() { Key = "times", Script = ".repeats()", Type = "whole number", Default = "3", Summary = "How often it is said. Default 3." },
                new() { Key = "key", Script = ".key()", Type = "text", IsSecret = true },
            },
            options => options.WithStrictOrdering());
        kind.DescribeSection().Should().BeEquivalentTo(
            new OptionDescription[] { new() { Key = "tone", Type = "text", Summary = "What comes before everything." } });
    }
}
