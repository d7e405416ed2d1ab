using Tocsin.Alerting.Configuration;
using Tocsin.Engine.Hosting;
using Tocsin.Engine.Plugins;
using Tocsin.Reload.Tests.Testing;

namespace Tocsin.Reload.Tests;

/// <summary>With a list of plugins, no code runs that is not on it.</summary>
public sealed class TrustTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Only_what_is_listed_as_it_is_is_loaded_and_what_is_listed_later_is_loaded_then()
    {
        var list = _folder.Write("plugins.trust", "# ours\n");
        await using var rig = await ReloadRig.StartAsync(trust: list, ("alpha", "Alpha.V1"), ("beta", "Beta"));
        var loads = new List<string>();
        rig.Plugins.Changed = (state, load) => loads.Add($"{state} {load.Id}");

        rig.StatusOf("alpha").State.Should().Be(PluginState.Failed);
        var hash = PluginTrust.HashOf(rig.FolderOf("alpha"));
        rig.StatusOf("alpha").Errors.Should().Equal(
            $"it is not on the list of plugins.trust, {list}, as it is now: if its files are right, 'tocsin plugins trust alpha --file {list}' adds it; its SHA-256 is {hash}");
        (await rig.Define("t", "a", "alpha")).Should().Contain("alpha");

        File.AppendAllText(list, $"{PluginTrust.LineOf("alpha", hash)} # reviewed\n{PluginTrust.LineOf("beta", hash)}\n");
        await rig.Plugins.RescanAsync();

        rig.StatusOf("alpha").Should().BeEquivalentTo(new { State = PluginState.Loaded, Errors = Array.Empty<string>() });
        rig.StatusOf("beta").State.Should().Be(PluginState.Failed, "the hash is that of another plugin");
        loads.Should().Equal("Loaded alpha");
    }

    [Fact]
    public async Task A_plugin_that_is_changed_leaves_the_one_before_at_work()
    {
        var list = _folder.Of("plugins.trust");
        await using var rig = await ReloadRig.StartAsync(trust: list, ("alpha", "Alpha.V1"));
        rig.StatusOf("alpha").Errors.Should().ContainSingle().Which.Should().StartWith("plugins.trust names the list of plugins that may be loaded, and it cannot be read: ");
        File.WriteAllText(list, PluginTrust.LineOf("alpha", PluginTrust.HashOf(rig.FolderOf("alpha"))));
        await rig.Plugins.RescanAsync();
        (await rig.Define("t", "a", "alpha", """{"label":"my"}""")).Should().BeNull();

        rig.Drop("alpha", "Alpha.V2");
        await rig.Plugins.RescanAsync();
        await rig.Publish("t", "x");

        await rig.Hear("~x by my alpha 1 pale");
        rig.StatusOf("alpha").State.Should().Be(PluginState.Loaded);
        rig.StatusOf("alpha").Errors.Should().ContainSingle().Which.Should().Contain("is not on the list");
    }

    [Fact]
    public async Task Another_list_counts_at_once_for_what_runs_and_for_what_was_refused()
    {
        await using var rig = await ReloadRig.StartAsync(("alpha", "Alpha.V1"), ("beta", "Beta"));
        var loads = new List<string>();
        rig.Plugins.Changed = (state, load) => loads.Add($"{state} {load.Id}");
        (await rig.Define("t", "a", "alpha", """{"label":"my"}""")).Should().BeNull();
        var list = _folder.Write("plugins.trust", PluginTrust.LineOf("beta", PluginTrust.HashOf(rig.FolderOf("beta"))));
        ServerOptions Listed(string file) => new() { Plugins = new PluginTrustOptions { Trust = file } };

        await rig.Engine.AdoptAsync(Listed(list), ServiceSections.None);
        await rig.Engine.AdoptAsync(Listed(list), ServiceSections.None);

        rig.StatusOf("alpha").State.Should().Be(PluginState.Failed);
        rig.StatusOf("alpha").Errors.Should().ContainSingle().Which.Should().Contain($"not on the list of plugins.trust, {list}");
        rig.StatusOf("beta").State.Should().Be(PluginState.Loaded);
        rig.Engine.Extensions.Current.Kinds.Knows("alpha").Should().BeFalse();

        await rig.Engine.AdoptAsync(Listed(""), ServiceSections.None);
        await rig.Publish("t", "x");

        await Until.True(() => rig.Said.Any(said => said.Contains("x by my alpha 1", StringComparison.Ordinal)));
        rig.StatusOf("alpha").State.Should().Be(PluginState.Loaded);
        loads.Should().Equal("Removed alpha", "Loaded alpha");
    }

    [Fact]
    public async Task A_folder_that_everybody_may_change_is_told()
    {
        if (OperatingSystem.IsWindows())
            return;
        await using var rig = await ReloadRig.StartAsync(("alpha", "Alpha.V1"));
        rig.Plugins.WhoCouldChange.Should().BeEmpty();

        File.SetUnixFileMode(rig.FolderOf("alpha"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.OtherWrite);

        rig.Plugins.WhoCouldChange.Should().Be($"everybody on this machine may write to {rig.FolderOf("alpha")}, and what is there is run by the server: chmod o-w takes that away");
    }
}
