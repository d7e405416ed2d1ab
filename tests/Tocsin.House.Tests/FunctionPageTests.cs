using System.Text.RegularExpressions;
using Tocsin.Pipelines.Functions;
using Tocsin.Scripting.Functions;
using Tocsin.Scripting.Hosting;

namespace Tocsin.House.Tests;

/// <summary>The C# that the pages on functions show is what the engine takes.</summary>
public sealed partial class FunctionPageTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Theory]
    [InlineData("docs/writing-functions.md", "@smooth", "celsius")]
    [InlineData("docs/scripts.md", "celsius")]
    public void Functions_in_a_page_are_accepted(string page, params string[] functions)
    {
        var number = 0;
        foreach (Match block in CodeBlock().Matches(Repository.Read(page).ReplaceLineEndings("\n")))
        {
            if (block.Groups["code"].Value.Contains("Function(\"", StringComparison.Ordinal))
                File.WriteAllText(_folder.Of($"{++number}.csx"), block.Groups["code"].Value);
        }

        using var opened = new ExtensionFolders { Functions = _folder.Path }.Open();
        var extensions = opened.Current;

        extensions.FunctionErrors.Should().BeEmpty();
        extensions.Functions.All.Select(function => function.ShortForm).Should().BeEquivalentTo(functions);
    }

    public void Dispose() => _folder.Dispose();

    [GeneratedRegex("""^```csharp\n(?<code>.*?)^```""", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex CodeBlock();
}
