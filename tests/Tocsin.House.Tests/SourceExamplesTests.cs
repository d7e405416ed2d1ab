using System.Text.RegularExpressions;
using Tocsin.Engine.Hosting;
using Tocsin.Engine.Plugins;
using Tocsin.Engine.Sources;

namespace Tocsin.House.Tests;

/// <summary>The sources to copy are accepted without a warning.</summary>
public sealed class SourceExamplesTests
{
    public static TheoryData<string> Files => [.. Repository.Files("examples/sources", "*.yaml").Where(file => !file.Contains("/tests/", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Source_to_copy_is_accepted(string file)
    {
        var filled = Regex.Replace(Repository.Read(file), @"\$\{env:(\w+)\}", "value of $1");
        var parsed = Tocsin.Engine.Sources.SourceFile.Parse(filled, file);

        parsed.Problems.Should().BeEmpty();
        parsed.Entries.Should().NotBeEmpty();
        await using var engine = new AlertEngine(new EngineSettings { Extensions = new ExtensionRegistry(ShippedPlugins.All) });
        parsed.Entries.SelectMany(engine.Sources.Check).Select(problem => problem.ToString()).Should().BeEmpty();
    }
}
