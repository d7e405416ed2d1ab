using System.IO.Compression;
using System.Xml.Linq;

namespace Tocsin.EndToEnd.Packaging;

/// <summary>The packages for those who write plugins, used as they do: templates, the SDK and the test kit from a source of packages.</summary>
public sealed class NuGetPackageTests : IDisposable
{
    private const string Version = "0.1.0";

    private readonly TempFolder _folder = new();

    private string Feed => _folder.Of("feed");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Plugins_of_the_templates_are_built_against_the_packages_tested_and_run_in_a_server()
    {
        await PackAsync("engine/Tocsin.Sdk");
        await PackAsync("tests/Tocsin.Sdk.TestKit");
        await PackAsync("engine/Tocsin.Templates");
        CheckPackage("Tocsin.Sdk", "lib/net10.0/Tocsin.Sdk.dll", "lib/net10.0/Tocsin.Sdk.xml", "README.md");
        CheckPackage("Tocsin.Sdk.TestKit", "lib/net10.0/Tocsin.Sdk.TestKit.dll", "README.md");
        foreach (var symbols in new[] { "Tocsin.Sdk", "Tocsin.Sdk.TestKit" })
            File.Exists(Path.Combine(Feed, $"{symbols}.{Version}.snupkg")).Should().BeTrue();

        await NewAsync("install", Path.Combine(Feed, $"Tocsin.Templates.{Version}.nupkg"));
        await NewAsync("tocsin-plugin", "-n", "PagerBot", "-o", _folder.Of("PagerBot"));
        await NewAsync("tocsin-source", "-n", "Backups", "-o", _folder.Of("Backups"));
        await NewAsync("tocsin-function", "-n", "Meters", "-o", _folder.Of("Meters"));
        File.Exists(_folder.Of("PagerBot", "README.md")).Should().BeFalse("it is about the copy in the repository");

        await OfPackagesAsync("PagerBot", "build");
        (await OfPackagesAsync("PagerBot", "test", "--no-build")).Should().Contain("Passed!");
        await OfPackagesAsync("PagerBot", "publish", "PagerBot", "-o", _folder.Of("plugins", "pagerbot"));
        await OfPackagesAsync("Backups", "publish", "-o", _folder.Of("plugins", "backups"));
        await OfPackagesAsync("Meters", "publish", "-o", _folder.Of("plugins", "meters"));
        Directory.GetFiles(_folder.Of("plugins"), "Tocsin*", SearchOption.AllDirectories).Should().BeEmpty("the server supplies the SDK");

        using var server = await TocsinProcess.ServeAsync(_folder.Path, "--data", "data", "--plugins", "plugins");
        (await ClientAsync(server, "plugins")).Should().MatchRegex("pagerbot .*loaded").And.MatchRegex("backups .*loaded").And.MatchRegex("meters .*loaded.*dewPoint");
        (await ClientAsync(server, "plugins", "pagerbot")).Should().Contain("Who is named in the message.");
        await ClientAsync(server, "sources", "define", Path.Combine("Backups", "source.yaml"));
        using var http = new HttpClient();
        using var answer = await http.PostAsync(new Uri($"{server.Url}/ingest/jobs"), new StringContent("""{"job":"nightly","run":1,"state":"failed","host":"db-1"}"""));
        ((int)answer.StatusCode).Should().Be(202);
        (await ClientAsync(server, "show-topic", "jobs")).Should().Contain("nightly failed on db-1");
    }

    private void CheckPackage(string id, params string[] files)
    {
        using var package = ZipFile.OpenRead(Path.Combine(Feed, $"{id}.{Version}.nupkg"));
        package.Entries.Select(entry => entry.FullName).Should().Contain(files);
        using var nuspec = package.GetEntry($"{id}.nuspec")?.Open() ?? throw new InvalidOperationException($"{id} has no nuspec");
        var metadata = XDocument.Load(nuspec).Root?.Elements().Single() ?? throw new InvalidOperationException($"{id} has no metadata");
        string? Of(string name) => metadata.Elements().FirstOrDefault(element => element.Name.LocalName == name)?.Value;
        (Of("id"), Of("version"), Of("license"), Of("readme")).Should().Be((id, Version, "MIT", "README.md"));
        Of("description").Should().NotBeNullOrEmpty();
    }

    // What the build made that these tests stand on.
    private Task PackAsync(string project)
    {
        var configuration = Path.GetFileName(Path.GetDirectoryName(AppContext.BaseDirectory.TrimEnd('/'))) ?? "Release";
        string[] built = project.EndsWith("Templates", StringComparison.Ordinal) ? [] : ["--no-build"];
        return Dotnet.RunAsync(_folder.Path, ["pack", RepositoryFiles.PathOf(project), "-c", configuration, "-o", Feed, .. built, "--disable-build-servers"]);
    }

    private Task NewAsync(params string[] arguments) => Dotnet.RunAsync(_folder.Path, ["new", .. arguments, "--debug:custom-hive", _folder.Of("hive")]);

    // Packages of these tests stay out of the user's, which have all others.
    private Task<string> OfPackagesAsync(string project, string verb, params string[] arguments)
    {
        var known = Environment.GetEnvironmentVariable("NUGET_PACKAGES") ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        return Dotnet.RunAsync(
            _folder.Of(project),
            [
                verb, .. arguments, "-p:TocsinSdk=", $"-p:RestoreAdditionalProjectSources={Feed}", $"-p:RestorePackagesPath={_folder.Of("packages")}", $"-p:RestoreFallbackFolders={known}",
                .. verb == "test" ? Array.Empty<string>() : ["--disable-build-servers"],
            ]);
    }

    private async Task<string> ClientAsync(TocsinProcess server, params string[] arguments)
    {
        var (code, output, errors) = await TocsinProcess.RunAsync(_folder.Path, server.Url, arguments);
        code.Should().Be(0, errors);
        return output;
    }
}
