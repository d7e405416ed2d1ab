using System.IO.Compression;

namespace Tocsin.EndToEnd.Packaging;

/// <summary>The server as a .NET tool: packed, installed from a folder, and run with its plugins.</summary>
public sealed class ToolPackageTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_tool_that_is_installed_from_a_folder_runs_with_its_plugins()
    {
        if (OperatingSystem.IsWindows())
            return; // The package is made by a script for a shell, and is one for all systems.
        var built = Path.GetDirectoryName(Built.Server) ?? "";
        await Shell.RunAsync("bash", [RepositoryFiles.PathOf("engine/Tocsin.Server/Packaging/tool/build.sh"), "--from", built, "--version", "1.2.3-test", "--out", _folder.Of("feed")]);
        using (var package = ZipFile.OpenRead(_folder.Of("feed", "Tocsin.1.2.3-test.nupkg")))
            package.Entries.Select(entry => entry.FullName).Should().Contain(["tools/net10.0/any/tocsin.dll", "tools/net10.0/any/plugins/Tocsin.Plugins.Slack/Tocsin.Plugins.Slack.dll", "tools/net10.0/any/DotnetToolSettings.xml"]);

        await Dotnet.RunAsync(_folder.Path, ["tool", "install", "Tocsin", "--version", "1.2.3-test", "--tool-path", _folder.Of("tools"), "--add-source", _folder.Of("feed")]);

        var tool = _folder.Of("tools", "tocsin");
        (await Shell.RunAsync(tool, ["version"])).Should().StartWith("tocsin ");
        var script = _folder.Write("a.tick", "stream\n    |from()\n    |alert()\n        .crit(lambda: TRUE)\n        .slack()\n        .channel('#ops')\n");
        (await Shell.RunAsync(tool, ["check", script])).Should().Contain("1 file checked: 0 errors", "the plugins came with it");
    }
}
