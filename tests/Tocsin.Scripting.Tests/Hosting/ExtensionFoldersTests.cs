using Tocsin.Scripting.Hosting;
using Tocsin.Scripting.Tests.Testing;

namespace Tocsin.Scripting.Tests.Hosting;

public sealed class ExtensionFoldersTests : IDisposable
{
    private readonly ScriptRig _rig = new();

    [Fact]
    public void Folders_that_are_not_there_bring_the_kind_of_scripts_and_nothing_else()
    {
        using var extensions = new ExtensionFolders { Plugins = In("none"), Scripts = In("none"), Functions = In("none") }.Open();

        extensions.Current.Kinds.TryFind("csharp", out _).Should().BeTrue();
        extensions.Current.Functions.All.Should().BeEmpty();
        extensions.Current.Errors.Concat(extensions.Current.FunctionErrors).Should().BeEmpty();
        extensions.Watches.Should().ContainSingle("functions may come");
    }

    [Fact]
    public void Functions_are_there_at_once_with_what_is_wrong_with_others()
    {
        _rig.File("functions/hot.csx", "[LambdaFunction(\"hot\")] public static bool Hot(double value) => value > 30;");
        var broken = _rig.File("functions/broken.csx", "nope");

        using var extensions = new ExtensionFolders { Plugins = In("none"), Functions = In("functions") }.Open();

        extensions.Current.Functions.All.Should().ContainSingle(function => function.Name == "hot");
        extensions.Current.Vocabulary.Lambdas.TryFind("hot", out _).Should().BeTrue();
        extensions.Current.FunctionErrors.Should().ContainSingle().Which.Should().StartWith(broken + ":1:1: ");
    }

    [Fact]
    public void Plugin_that_cannot_be_loaded_is_told_by_commands_that_run_and_end()
    {
        _rig.File("plugins/empty/README.md", "no code");

        using var extensions = new ExtensionFolders { Plugins = In("plugins") }.Open();

        extensions.Current.Errors.Should().ContainSingle().Which.Should().Be(
            $"plugin empty in {In("plugins/empty")}: the folder holds no .dll: publish the plugin's project into it");
        extensions.Watches.Should().BeEmpty();
    }

    public void Dispose() => _rig.Dispose();

    private string In(string folder) => Path.Combine(_rig.Folder, folder);
}
