using System.Net.Http.Headers;
using System.Text;
using System.Text.RegularExpressions;

namespace Tocsin.EndToEnd.Packaging;

/// <summary>The image of the server, made without Docker, taken apart and run.</summary>
public sealed class ContainerImageTests : IDisposable
{
    private const string Script = "stream|from().measurement('m')|alert().id('hot').crit(lambda: \"v\" > 1).post('URL')";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [ContainerFact]
    public async Task It_runs_without_rights_on_a_read_only_root_and_delivers()
    {
        var image = await OciArchive.OpenAsync(ContainerFactAttribute.Given ?? await BuildAsync(), _folder.Of("image"));

        var config = image.Config;
        (config.User, string.Join(' ', config.Entrypoint), string.Join(' ', config.Cmd)).Should().Be(("1654", "/app/tocsin", "serve --data /home/app/data --http :9092"));
        image.Name.Should().Be("docker.io/library/tocsin:0.1.0");
        config.Ports.Should().Equal("9092/tcp");
        (config.Labels["org.opencontainers.image.version"], config.Labels["org.opencontainers.image.title"], config.Labels["org.opencontainers.image.licenses"]).Should().Be(("0.1.0", "Tocsin", "MIT"));
        var root = await image.UnpackAsync();
        foreach (var shell in new[] { "sh", "bash", "dash", "busybox" })
            Directory.EnumerateFiles(root, shell, SearchOption.AllDirectories).Should().BeEmpty("there is no shell");
        File.Exists(Path.Combine(root, "app/plugins/Tocsin.Plugins.Slack/Tocsin.Plugins.Slack.dll")).Should().BeTrue();
        new FileInfo(Path.Combine(root, "etc/ssl/certs/ca-certificates.crt")).Length.Should().BePositive();

        var container = new ContainerStandIn(root, await VolumeAsync(root), config);
        var (refused, why) = await RunAsync(container, [.. config.Cmd]);
        (refused, why).Should().Match<(int Code, string Said)>(end => end.Code != 0 && end.Said.Contains("users reset NAME --data /home/app/data", StringComparison.Ordinal), "nobody could sign in, and other machines reach it");
        var (code, said) = await RunAsync(container, "users", "reset", "admin", "--data", "/home/app/data");
        code.Should().Be(0, said);
        var password = Regex.Match(said, "Password: (\\S+)").Groups[1].Value;
        using var server = container.Start([.. config.Cmd.SkipLast(1), "127.0.0.1:0"]);
        var errors = server.StandardError.ReadToEndAsync();
        var url = new Uri((await server.StandardOutput.ReadLineAsync().WaitAsync(Limit))?["Tocsin listens on ".Length..] ?? throw new InvalidOperationException(await errors));
        (await File.ReadAllTextAsync($"/proc/{server.Id}/status")).Should().MatchRegex("(?m)^Uid:\t1654\t1654\t1654\t1654$");
        (await File.ReadAllTextAsync($"/proc/{server.Id}/mountinfo")).Should().MatchRegex("(?m) / ro,");
        await AlertAsync(url, password);

        await Shell.RunAsync("kill", ["-TERM", $"{server.Id}"]);
        await server.WaitForExitAsync().WaitAsync(Limit);
        server.ExitCode.Should().Be(0, await errors);
    }

    // Apart from what other tests are built of.
    private async Task<string> BuildAsync()
    {
        var script = RepositoryFiles.PathOf("engine/Tocsin.Server/Packaging/container/build.sh");
        await Shell.RunAsync("bash", [script, "--out", _folder.Of("out"), $"-p:ArtifactsPath={_folder.Of("artifacts")}"], Shell.LongLimit);
        return _folder.Of("out", "tocsin.tar");
    }

    // A new volume has what the image has in its place, with the same owner.
    private async Task<string> VolumeAsync(string root)
    {
        await Shell.RunAsync("cp", ["-a", Path.Combine(root, "home/app"), _folder.Of("volume")]);
        return _folder.Of("volume");
    }

    private static async Task<(int Code, string Said)> RunAsync(ContainerStandIn container, params string[] arguments)
    {
        using var program = container.Start(arguments);
        var errors = program.StandardError.ReadToEndAsync();
        var output = await program.StandardOutput.ReadToEndAsync().WaitAsync(Limit);
        await program.WaitForExitAsync().WaitAsync(Limit);
        return (program.ExitCode, output + await errors);
    }

    private async Task AlertAsync(Uri url, string password)
    {
        using var receiver = new HttpStandIn();
        var script = _folder.Write("hot.tick", Script.Replace("URL", receiver.Url, StringComparison.Ordinal));
        var signed = new UriBuilder(url) { UserName = "admin", Password = password }.Uri.AbsoluteUri;
        foreach (var command in new string[][] { ["define", "hot", "-type", "stream", "-dbrp", "db.rp", "-tick", script], ["enable", "hot"] })
        {
            var (code, output, problems) = await TocsinProcess.RunAsync(_folder.Path, signed, command);
            code.Should().Be(0, output + problems);
        }

        using var http = new HttpClient();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"admin:{password}")));
        using var points = new StringContent("m v=5 1000000000");
        (await http.PostAsync(new Uri(url, "/write?db=db&rp=rp"), points)).IsSuccessStatusCode.Should().BeTrue();
        (await receiver.NextAsync()).Body.Should().Contain("\"id\":\"hot\"").And.Contain("CRITICAL");
    }
}
