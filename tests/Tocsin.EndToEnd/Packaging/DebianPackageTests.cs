using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Text.RegularExpressions;

namespace Tocsin.EndToEnd.Packaging;

/// <summary>The Debian package, installed, started, upgraded and removed in a root of its own; nothing of this machine is touched.</summary>
[UnsupportedOSPlatform("windows")]
public sealed partial class DebianPackageTests : IDisposable
{
    private const string Unit = "usr/lib/systemd/system/tocsin.service";

    private readonly TempFolder _folder = new();

    private string Root => _folder.Of("root");

    public void Dispose() => _folder.Dispose();

    [ProgramFact("fakeroot", "apt-get install fakeroot")]
    public async Task It_is_installed_started_upgraded_and_removed()
    {
        MakeRoot();
        await InstallAsync(await BuildAsync("0.1.0"));

        Directory.GetFiles(In("etc/tocsin")).Should().Equal(In("etc/tocsin/tocsin.yaml"));
        File.ResolveLinkTarget(In("usr/bin/tocsin"), returnFinalTarget: true)?.FullName.Should().Be(In("usr/lib/tocsin/tocsin"));
        File.Exists(In("etc/systemd/system/multi-user.target.wants/tocsin.service")).Should().BeTrue();
        File.ReadAllText(In("etc/passwd")).Should().MatchRegex("(?m)^tocsin:x:\\d+:\\d+::/var/lib/tocsin:/usr/sbin/nologin$");
        File.GetUnixFileMode(In("var/lib/tocsin")).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        File.GetUnixFileMode(In("etc/tocsin/tocsin.yaml")).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        (await OwnerOfAsync("var/lib/tocsin")).Should().Be("tocsin:tocsin");
        (await OwnerOfAsync("etc/tocsin/tocsin.yaml")).Should().Be("root:tocsin");
        (await OwnerOfAsync("usr/lib/tocsin/tocsin.dll")).Should().Be("root:root");
        File.WriteAllText(In("etc/tocsin/load/tasks/cpu.tick"), "dbrp \"a\".\"b\"\nstream|from()\n");
        await StartAndStopAsync("1 of 1 definitions");

        File.AppendAllText(In("etc/tocsin/tocsin.yaml"), "hostname: alerts.example.com\n");
        await InstallAsync(await BuildAsync("0.1.1"));

        (await StatusAsync()).Should().Contain("Version: 0.1.1").And.Contain("Status: install ok installed");
        File.ReadAllText(In("etc/tocsin/tocsin.yaml")).Should().EndWith("hostname: alerts.example.com\n");
        File.Exists(In("var/lib/tocsin/tocsin.db")).Should().BeTrue();
        await StartAndStopAsync("1 of 1 definitions");

        await DpkgAsync("--remove", "tocsin");
        Directory.Exists(In("usr/lib/tocsin")).Should().BeFalse();
        File.Exists(In(Unit)).Should().BeFalse();
        File.Exists(In("var/lib/tocsin/tocsin.db")).Should().BeTrue();
        File.ReadAllText(In("etc/tocsin/tocsin.yaml")).Should().Contain("alerts.example.com");

        await DpkgAsync("--purge", "tocsin");
        Directory.Exists(In("var/lib/tocsin")).Should().BeFalse();
        Directory.Exists(In("etc/tocsin")).Should().BeFalse();
        File.Exists(In("etc/systemd/system/multi-user.target.wants/tocsin.service")).Should().BeFalse();
    }

    [ProgramFact("systemd-analyze", "apt-get install systemd")]
    public async Task Its_unit_is_understood_and_locked_down()
    {
        var unit = RepositoryFiles.PathOf("engine/Tocsin.Server/Packaging/debian/tocsin.service");

        // The program is not installed here; anything else would be a mistake.
        var (_, said) = await Shell.TryAsync("systemd-analyze", ["verify", unit]);
        said.Trim().Split('\n').Should().OnlyContain(line => line.Contains("/usr/lib/tocsin/tocsin is not executable", StringComparison.Ordinal));
        (await Shell.RunAsync("systemd-analyze", ["security", "--offline=yes", "--threshold=25", unit])).Should().Contain("OK");
    }

    private string In(string path) => Path.Combine(Root, path);

    private void MakeRoot()
    {
        foreach (var folder in new[] { "var/lib/dpkg/info", "var/lib/dpkg/updates", "etc" })
            Directory.CreateDirectory(In(folder));
        File.WriteAllText(In("var/lib/dpkg/status"), "");
        File.WriteAllText(In("etc/passwd"), "root:x:0:0::/root:/bin/sh\n");
        File.WriteAllText(In("etc/group"), "root:x:0:\n");
        File.WriteAllText(In("etc/shadow"), "");
        File.WriteAllText(In("etc/gshadow"), "");
        File.WriteAllText(_folder.Of("owners"), "");
    }

    private async Task<string> BuildAsync(string version)
    {
        var script = RepositoryFiles.PathOf("engine/Tocsin.Server/Packaging/debian/build.sh");
        var architecture = RuntimeInformation.OSArchitecture == Architecture.Arm64 ? "arm64" : "amd64";
        var published = Path.GetDirectoryName(Built.Server) ?? "";
        await Shell.RunAsync("bash", [script, "--from", published, "--version", version, "--architecture", architecture, "--out", _folder.Path], ("COMPRESSION", "none"));
        return _folder.Of($"tocsin_{version}_{architecture}.deb");
    }

    private Task<string> InstallAsync(string package) => DpkgAsync("--install", package);

    // What fakeroot says of owners is kept from one call to the next.
    private Task<string> DpkgAsync(params string[] arguments) => Shell.RunAsync(
        "fakeroot",
        ["-i", _folder.Of("owners"), "-s", _folder.Of("owners"), "dpkg", $"--root={Root}", "--force-script-chrootless", "--force-depends", "--log=/dev/null", .. arguments],
        ("PATH", $"{Environment.GetEnvironmentVariable("PATH")}:/usr/sbin:/sbin"));

    private Task<string> StatusAsync() => Shell.RunAsync("dpkg", [$"--root={Root}", "--status", "tocsin"]);

    private async Task<string> OwnerOfAsync(string path)
    {
        var numbers = (await Shell.RunAsync("fakeroot", ["-i", _folder.Of("owners"), "stat", "-c", "%u:%g", In(path)])).Trim().Split(':');
        return $"{NameIn("etc/passwd", numbers[0])}:{NameIn("etc/group", numbers[1])}";
    }

    private string NameIn(string file, string number) => File.ReadLines(In(file)).Select(line => line.Split(':')).Single(fields => fields[2] == number)[0];

    // As the unit says, with all paths in the root.
    private async Task StartAndStopAsync(string shown)
    {
        var command = ExecStart().Match(File.ReadAllText(In(Unit))).Groups[1].Value.Split(' ');
        using var systemd = new SystemdStandIn(_folder.Of($"notify-{Guid.NewGuid():N}"));
        var start = new ProcessStartInfo(Root + command[0], [.. command[1..^1], Root + command[^1], "--data", In("var/lib/tocsin"), "--load", In("etc/tocsin/load"), "--http", "127.0.0.1:0"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Root,
        };
        start.Environment["DOTNET_ROOT"] = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "../../.."));
        start.Environment["NOTIFY_SOCKET"] = systemd.Path;
        start.Environment["WATCHDOG_USEC"] = "300000";
        using var server = Process.Start(start) ?? throw new InvalidOperationException("the server does not start");
        var errors = server.StandardError.ReadToEndAsync();

        (await systemd.NextAsync()).Should().Be("READY=1");
        var url = (await server.StandardOutput.ReadLineAsync())?["Tocsin listens on ".Length..];
        (await systemd.NextAsync()).Should().Be("WATCHDOG=1");
        (await TocsinProcess.RunAsync(Root, url, "status")).Output.Should().Contain(shown);
        await Shell.RunAsync("kill", ["-TERM", $"{server.Id}"]);
        while (await systemd.NextAsync() is var said && said != "STOPPING=1")
            said.Should().Be("WATCHDOG=1");
        await server.WaitForExitAsync();
        server.ExitCode.Should().Be(0, await errors);
    }

    [GeneratedRegex("^ExecStart=(.+)$", RegexOptions.Multiline)]
    private static partial Regex ExecStart();
}
