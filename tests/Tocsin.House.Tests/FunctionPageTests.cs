using System.Text.RegularExpressions;
using Tocsin.Pipelines.Functions;
using Tocsin.Scripting.Functions;

namespace Tocsin.House.Tests;

/// <summary>The C# that the pages on functions show is what the engine takes.</summary>
public sealed partial class FunctionPageTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("tocsin-page-").FullName;

    [Theory]
    [InlineData("docs/writing-functions.md", "@smooth", "celsius")]
    [InlineData("docs/scripts.md", "celsius")]
    public void Functions_in_a_page_are_accepted(string page, params string[] functions)
    {
        var number = 0;
        foreach (Match block in CodeBlock().Matches(Repository.Read(page).ReplaceLineEndings("\n")))
        {
            if (block.Groups["code"].Value.Contains("Function(\"", StringComparison.Ordinal))
                File.WriteAllText(Path.Combine(_folder, $"{++number}.csx"), block.Groups["code"].Value);
        }

        using var folder = ShippedPlugins.Scripts.OpenFunctions(_folder);
        var found = folder.AddTo(FunctionSet.Empty, out var errors);

        errors.Should().BeEmpty();
        found.All.Select(function => function.ShortForm).Should().BeEquivalentTo(functions);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [GeneratedRegex("""^```csharp\n(?<code>.*?)^```""", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex CodeBlock();
}
