namespace Tocsin.EndToEnd;

/// <summary>The compiler of C# scripts: large, and only there for those who use it.</summary>
public sealed class ScriptTests : IDisposable
{
    private const string Compiler = "Microsoft.CodeAnalysis";

    private readonly TempFolder _folder = new();

    [Fact]
    public async Task A_server_without_scripts_never_loads_the_compiler()
    {
        using var server = await TocsinProcess.ServeAsync(_folder.Path, "--data", "data");

        LoadedModules.Of(server).Should().Contain(name => name.StartsWith("Tocsin.Engine", StringComparison.Ordinal))
            .And.NotContain(name => name.StartsWith(Compiler, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_server_with_a_script_loads_it()
    {
        Directory.CreateDirectory(_folder.Of("functions"));
        File.Copy(Built.Example("scripts", "functions", "celsius.csx"), _folder.Of("functions", "celsius.csx"));
        using var server = await TocsinProcess.ServeAsync(_folder.Path, "--data", "data", "--functions", "functions");

        LoadedModules.Of(server).Should().Contain(name => name.StartsWith(Compiler, StringComparison.Ordinal));
    }

    public void Dispose() => _folder.Dispose();
}
