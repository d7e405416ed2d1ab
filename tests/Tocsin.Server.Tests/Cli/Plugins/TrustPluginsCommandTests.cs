using Tocsin.Engine.Plugins;

namespace Tocsin.Server.Tests.Cli.Plugins;

public sealed class TrustPluginsCommandTests : IDisposable
{
    private readonly CliRun _cli = new();

    public void Dispose() => _cli.Dispose();

    [Fact]
    public async Task Plugins_are_listed_as_they_are_and_lines_of_others_stay()
    {
        _cli.File("plugins/alpha/Alpha.dll", "code");
        _cli.File("plugins/alpha/notes.txt", "not code");
        _cli.File("plugins/beta/Beta.dll", "more code");
        _cli.File("plugins/beta/lib/Native.so", "native code");
        var (plugins, list) = (Path.Combine(_cli.Folder, "plugins"), _cli.File("trust", "# ours\nffff beta\naaaa gamma # of the other server\n"));

        (await _cli.RunAsync("plugins", "trust", "--plugins", plugins)).Should().Be(0);
        var lines = _cli.Output.TrimEnd().Split('\n');
        (await _cli.RunAsync("plugins", "trust", "beta", "--plugins", plugins, "--file", list)).Should().Be(0);

        lines.Should().HaveCount(2).And.AllSatisfy(line => line.Should().MatchRegex("^[0-9a-f]{64} (alpha|beta)$"));
        File.ReadAllLines(list).Should().Equal("# ours", "aaaa gamma # of the other server", lines[1]);
        _cli.Output.Should().Be($"{list} lists beta\n");

        _cli.File("plugins/alpha/notes.txt", "changed");
        PluginTrust.HashOf(Path.Combine(plugins, "alpha")).Should().Be(lines[0].Split(' ')[0]);
        _cli.File("plugins/alpha/Alpha.dll", "evil");
        PluginTrust.HashOf(Path.Combine(plugins, "alpha")).Should().NotBe(lines[0].Split(' ')[0]);
        _cli.File("plugins/beta/Native.so", "native code");
        File.Delete(Path.Combine(plugins, "beta", "lib", "Native.so"));
        PluginTrust.HashOf(Path.Combine(plugins, "beta")).Should().NotBe(lines[1].Split(' ')[0], "it stands at another place");
    }

    [Fact]
    public async Task What_is_not_there_is_told()
    {
        _cli.File("plugins/alpha/Alpha.dll", "code");
        var plugins = Path.Combine(_cli.Folder, "plugins");

        (await _cli.RunAsync("plugins", "trust", "../alpha", "--plugins", plugins)).Should().NotBe(0);
        _cli.Errors.Should().Contain("there is no plugin '../alpha'").And.Contain("there are alpha");
        (await _cli.RunAsync("plugins", "trust", "--plugins", plugins + "x")).Should().NotBe(0);
        (await _cli.RunAsync("plugins", "trust", "--plugins", plugins, "--file", Path.Combine(_cli.Folder, "no", "trust"))).Should().NotBe(0);
        _cli.Errors.Should().Contain("cannot be written");
    }
}
