using Tocsin.Alerting.Configuration.Reading;
using Tocsin.Alerting.Handlers;
using Tocsin.Alerting.Isolation;
using Tocsin.Engine.Plugins;
using Tocsin.Reload.Tests.Testing;
using Tocsin.Sdk;

namespace Tocsin.Reload.Tests;

public sealed class LoadTests
{
    [Fact]
    public async Task Two_plugins_with_different_versions_of_one_dependency_work_side_by_side()
    {
        await using var rig = await ReloadRig.StartAsync(("alpha", "Alpha.V1"), ("beta", "Beta"));
        (await rig.Define("t", "a", "alpha", """{"label":"my"}""")).Should().BeNull();
        (await rig.Define("t", "b", "beta")).Should().BeNull();

        await rig.Publish("t", "x");

        await rig.Hear("~x by my alpha 1 pale");
        await rig.Hear("x by beta deep2");
    }

    [Fact]
    public async Task What_a_folder_lacks_is_told_and_taken_when_it_is_there()
    {
        await using var rig = await ReloadRig.StartAsync();
        var folder = rig.Drop("alpha", "Alpha.V1");
        var part = Path.Combine(folder, "Fixtures.Shade.dll");
        File.Move(part, part + ".part");
        await rig.Plugins.RescanAsync();

        var broken = rig.StatusOf("alpha");
        File.Move(part + ".part", part);
        await rig.Plugins.RescanAsync();

        broken.State.Should().Be(PluginState.Failed);
        broken.Errors.Should().ContainSingle().Which.Should().Contain("Fixtures.Shade");
        rig.StatusOf("alpha").Should().BeEquivalentTo(new { State = PluginState.Loaded, Errors = Array.Empty<string>() });
    }

    [Fact]
    public async Task What_only_the_server_has_is_not_lent_even_to_what_a_plugin_stands_on()
    {
        await using var rig = await ReloadRig.StartAsync(("epsilon", "Epsilon"));

        var status = rig.StatusOf("epsilon");

        status.State.Should().Be(PluginState.Failed);
        status.Errors.Should().ContainSingle().Which.Should()
            .Match("the plugin 'epsilon' needs YamlDotNet *, which is not in its folder: publish the plugin with its dependencies");
    }

    [Fact]
    public async Task A_plugin_with_a_native_library_goes_on_with_its_own_while_the_folder_is_overwritten()
    {
        await using var rig = await ReloadRig.StartAsync();
        var library = Path.Combine(rig.Drop("delta", "Delta"), NameOfNative("delta"));
        File.Copy(NativeLibraries().First(), library);
        await rig.Plugins.RescanAsync();
        (await rig.Define("t", "d", "delta")).Should().BeNull();
        File.WriteAllText(library, "half a fi");

        await rig.Publish("t", "a");

        await rig.Hear("a by delta on 3");
    }

    [Fact]
    public async Task What_a_plugin_is_loaded_from_goes_with_its_version_and_with_the_server()
    {
        await using var rig = await ReloadRig.StartAsync(("alpha", "Alpha.V1"));
        var first = CopiesOf(rig);
        rig.Drop("alpha", "Alpha.V2");
        await rig.Plugins.RescanAsync();
        var second = CopiesOf(rig);
        await rig.Engine.DisposeAsync();

        second.Should().ContainSingle().And.NotIntersectWith(first);
        Directory.GetFileSystemEntries(rig.CopyFolder).Should().BeEmpty();
    }

    [Fact]
    public async Task An_isolated_handler_keeps_the_version_it_was_made_of_for_its_processes()
    {
        await using var rig = await ReloadRig.StartAsync(("alpha", "Alpha.V1"));
        using var http = new HttpClient();
        var services = new HandlerServices
        {
            Http = http,
            Isolation = new IsolationHost(new IsolationOptions { Plugins = ["alpha"] }, new ChildProgram("never started", []), rig.Time),
        };
        rig.Engine.Extensions.Current.Kinds.TryCreate("alpha", ConfigJson.Parse("""{"label":"my"}"""), services, new HandlerContext(), out var handler, out var refusal);
        var first = CopiesOf(rig);
        rig.Drop("alpha", "Alpha.V2");
        await rig.Plugins.RescanAsync();
        var both = CopiesOf(rig);
        await (handler as IAsyncDisposable ?? throw new InvalidOperationException(refusal?.Message)).DisposeAsync();

        both.Should().HaveCount(2).And.Contain(first);
        CopiesOf(rig).Should().ContainSingle().And.NotIntersectWith(first);
    }

    [Fact]
    public async Task A_plugin_for_a_newer_sdk_is_told_what_to_do()
    {
        await using var rig = await ReloadRig.StartAsync(("future", "Future"));

        var status = rig.StatusOf("future");

        status.State.Should().Be(PluginState.Failed);
        status.Errors.Should().ContainSingle().Which.Should()
            .StartWith("the plugin was built for Tocsin.Sdk 99.0.0.0, this server has ").And.EndWith("update the server or build the plugin for its version");
        status.Load.Should().BeEquivalentTo(new { Assembly = "Fixtures.Future 0.1.0", SdkVersion = "99.0.0" });
    }

    [Fact]
    public async Task A_folder_that_is_being_copied_is_left_alone_until_it_is_quiet()
    {
        await using var rig = await ReloadRig.StartAsync();
        var parts = Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "fixtures", "Alpha.V1")).Order(StringComparer.Ordinal).ToArray();
        Directory.CreateDirectory(rig.FolderOf("alpha"));
        var watch = new PluginWatch(Path.GetDirectoryName(rig.FolderOf("alpha"))!, rig.Time, rig.Log);
        foreach (var part in parts)
        {
            File.Copy(part, Path.Combine(rig.FolderOf("alpha"), Path.GetFileName(part)));
            watch.Look(isPatient: true).Should().BeEmpty();
            rig.Time.Advance(PluginWatch.Quiet / 2);
            watch.Look(isPatient: true).Should().BeEmpty();
        }

        rig.Time.Advance(PluginWatch.Quiet);
        watch.Look(isPatient: true).Should().Equal("alpha");
        watch.Settle("alpha", watch.PrintOf("alpha"));
        watch.Look(isPatient: true).Should().BeEmpty();
    }

    [Fact]
    public async Task A_folder_is_noticed_without_being_asked_for()
    {
        await using var rig = await ReloadRig.StartAsync();
        rig.Drop("alpha", "Alpha.V1");

        await Until.True(() => rig.Plugins.Plugins.Any(plugin => plugin.State == PluginState.Loaded), rig.Time, TimeSpan.FromMilliseconds(100));

        rig.Engine.Extensions.Current.Kinds.TryFind("alpha", out _).Should().BeTrue();
    }

    [Fact]
    public async Task Folders_with_a_dot_and_the_loss_of_the_whole_folder_change_nothing()
    {
        await using var rig = await ReloadRig.StartAsync(("alpha", "Alpha.V1"), (".staging", "Beta"));
        var root = rig.Plugins.Folder;
        Directory.Move(root, root + ".away");

        await rig.Plugins.RescanAsync();
        Directory.Move(root + ".away", root);
        await rig.Plugins.RescanAsync();

        rig.Plugins.Plugins.Should().ContainSingle().Which.State.Should().Be(PluginState.Loaded);
        rig.Log.Lines.Should().ContainSingle(line => line.StartsWith("the folder of plugins cannot be read", StringComparison.Ordinal));
    }

    private static string[] CopiesOf(ReloadRig rig) => Directory.GetDirectories(rig.CopyFolder, "alpha", SearchOption.AllDirectories);

    private static string NameOfNative(string name) =>
        OperatingSystem.IsWindows() ? $"{name}.dll" : OperatingSystem.IsMacOS() ? $"lib{name}.dylib" : $"lib{name}.so";

    // That of the store, for the system that the tests run on.
    private static IEnumerable<string> NativeLibraries() =>
        ((string?)AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .SelectMany(folder => Directory.GetFiles(folder, "*e_sqlite3.*"));

    [Fact]
    public async Task A_plugin_whose_copy_found_no_room_is_taken_when_there_is_some()
    {
        await using var rig = await ReloadRig.StartAsync();
        File.WriteAllText(rig.CopyFolder, "in the way");
        rig.Drop("alpha", "Alpha.V1");

        await rig.Plugins.RescanAsync();
        rig.StatusOf("alpha").State.Should().Be(PluginState.Failed);

        File.Delete(rig.CopyFolder);
        await rig.Plugins.RescanAsync();
        rig.StatusOf("alpha").Should().BeEquivalentTo(new { State = PluginState.Loaded, Errors = Array.Empty<string>() });
    }
}
