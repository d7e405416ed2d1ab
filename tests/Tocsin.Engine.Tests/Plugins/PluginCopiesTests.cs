using Tocsin.Engine.Plugins;
using Tocsin.Engine.Tests.Testing;
using Tocsin.Engine.Watching;

namespace Tocsin.Engine.Tests.Plugins;

public sealed class PluginCopiesTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private string Runs => Path.Combine(_folder.Path, "runs");

    private string Plugin => Path.Combine(_folder.Path, "plugins", "x");

    [Fact]
    public void A_copy_holds_the_code_of_the_folder_under_its_name_and_none_of_the_plugins_own_files()
    {
        Put("X.dll", "X.pdb", "X.xml", "X.deps.json", "libx.so.1.2", "runtimes/linux-x64/native/liby.so", "de/X.resources.dll", "cache.bin", "X.json");
        using var copies = new PluginCopies(Runs);

        var copy = copies.Copy(Plugin);

        Path.GetFileName(copy.Folder).Should().Be("x");
        Directory.GetFiles(copy.Folder, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(copy.Folder, file).Replace('\\', '/')).Should()
            .BeEquivalentTo("X.dll", "X.pdb", "X.xml", "X.deps.json", "libx.so.1.2", "runtimes/linux-x64/native/liby.so", "de/X.resources.dll");
        File.ReadAllText(Path.Combine(copy.Folder, "X.dll")).Should().Be("content of X.dll");
    }

    [Fact]
    public void What_has_no_end_is_copied_as_nothing()
    {
        if (OperatingSystem.IsWindows())
            return;
        Put("X.dll");
        File.CreateSymbolicLink(Path.Combine(Plugin, "zeros.dll"), "/dev/zero");
        File.CreateSymbolicLink(Path.Combine(Plugin, "Y.dll"), Path.Combine(Plugin, "X.dll"));
        using var copies = new PluginCopies(Runs);

        var copy = copies.Copy(Plugin);

        File.ReadAllText(Path.Combine(copy.Folder, "zeros.dll")).Should().BeEmpty();
        File.ReadAllText(Path.Combine(copy.Folder, "Y.dll")).Should().Be("content of X.dll");
    }

    [Fact]
    public void Links_that_lead_back_to_their_folder_are_not_followed()
    {
        if (OperatingSystem.IsWindows())
            return;
        Put("X.dll");
        Directory.CreateSymbolicLink(Path.Combine(Plugin, "a"), ".");
        Directory.CreateSymbolicLink(Path.Combine(Plugin, "b"), ".");
        using var copies = new PluginCopies(Runs);

        var copy = copies.Copy(Plugin);

        Directory.GetFileSystemEntries(copy.Folder).Select(Path.GetFileName).Should().Equal("X.dll");
        FolderPrint.Of(PluginFiles.In(Plugin)).Files.Should().Be(1);
    }

    [Fact]
    public void Copies_of_a_run_that_was_killed_go_at_the_next_start_and_those_of_one_at_work_stay()
    {
        Put("X.dll");
        using var atWork = new PluginCopies(Runs);
        var kept = atWork.Copy(Plugin);
        var killed = Directory.CreateDirectory(Path.Combine(Runs, "killed", "1", "x")).FullName;
        File.WriteAllText(Path.Combine(killed, "X.dll"), "");
        File.WriteAllText(Path.Combine(Runs, "killed.lock"), "");

        using var next = new PluginCopies(Runs);

        File.Exists(Path.Combine(kept.Folder, "X.dll")).Should().BeTrue();
        Directory.GetFileSystemEntries(Runs, "killed*").Should().BeEmpty();
    }

    [Fact]
    public void Nothing_is_left_of_a_run_that_ends()
    {
        Put("X.dll");
        using (var copies = new PluginCopies(Runs))
        {
            copies.Copy(Plugin).Dispose();
            copies.Copy(Plugin);
        }

        Directory.GetFileSystemEntries(Runs).Should().BeEmpty();
    }

    [Fact]
    public void A_folder_without_plugins_gets_no_copies()
    {
        using (new PluginCopies(Runs))
            Directory.Exists(Runs).Should().BeFalse();
    }

    public void Dispose() => _folder.Dispose();

    private void Put(params string[] files)
    {
        foreach (var file in files)
        {
            var path = Path.Combine(Plugin, file);
            Directory.CreateDirectory(Path.GetDirectoryName(path) ?? Plugin);
            File.WriteAllText(path, "content of " + file);
        }
    }
}
