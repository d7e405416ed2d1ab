using Tocsin.Server.Cli;
using Tocsin.Server.Tests.Examples;

namespace Tocsin.Server.Tests.Cli.Plugins;

public sealed class TeamsImportCommandTests
{
    [Theory]
    [InlineData("teams export", "tocsin: there is no 'tocsin victorops teams export'; did you mean 'import'?\nSee 'tocsin victorops teams --help'.\n")]
    [InlineData("teams import", "tocsin: set VICTOROPS_API_ID, or give --api-id; VictorOps shows both under Integrations > API\n")]
    [InlineData("teams import --api-id x", "tocsin: set VICTOROPS_PUBLIC_API_KEY, or give --api-key; VictorOps shows both under Integrations > API\n")]
    [InlineData("teams import --api nowhere", "tocsin: --api must be an address that begins with http:// or https://, such as https://host/path, not the text \"nowhere\"\n")]
    public async Task Command_line_that_cannot_be_meant_is_refused(string arguments, string error)
    {
        using var run = PluginRun();

        (await run.RunAsync(["victorops", .. arguments.Split(' ')])).Should().Be(ExitCode.Usage);
        run.Errors.Should().Be(error);
    }

    [Fact]
    public async Task What_cannot_be_reached_is_told_without_the_key()
    {
        using var run = PluginRun();
        run.Set("VICTOROPS_API_ID", "1d");
        run.Set("VICTOROPS_PUBLIC_API_KEY", "k3y-secret");
        var file = Path.Combine(run.Folder, "teams.yaml");

        (await run.RunAsync("victorops", "teams", "import", "--api", "http://127.0.0.1:1/api-public", "--out", file)).Should().Be(ExitCode.Failed);

        run.Errors.Should().StartWith("tocsin: VictorOps cannot be reached at 127.0.0.1: ").And.NotContain("k3y-secret");
        File.Exists(file).Should().BeFalse();
    }

    private static CliRun PluginRun()
    {
        var run = new CliRun();
        run.Set("TOCSIN_PLUGINS", ExampleFolder.Plugins);
        return run;
    }
}
