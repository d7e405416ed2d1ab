using Tocsin.Server.Cli;
using Tocsin.Server.Cli.Hosting;

namespace Tocsin.Server.Tests.Examples;

public sealed class ExamplesTests
{
    private const string Renew = "TOCSIN_WRITE_DOCS";

    public static TheoryData<string> Folders =>
        [.. Directory.GetDirectories(ExampleFolder.Root).Where(f => Directory.GetFiles(f, "*.tick").Length > 0).Select(f => Path.GetFileName(f)!).Order()];

    // Functions of other processes are not run in tests.
    private static readonly string[] Untested = ["udf"];

    public static TheoryData<string> TestedFolders => [.. Tested];

    private static IEnumerable<string> Tested =>
        [.. Directory.GetDirectories(ExampleFolder.Root).Where(folder => Directory.GetFiles(folder, "*.test.yaml", SearchOption.AllDirectories).Length > 0).Select(folder => Path.GetFileName(folder)!).Order()];

    [Theory]
    [MemberData(nameof(Folders))]
    public async Task The_files_of_an_example_pass_the_check_without_a_finding(string name)
    {
        var (exitCode, output, errors) = await Run(
        [
            "check", ExampleFolder.PathOf(name), "--plugins", ExampleFolder.PluginsFor(name),
            .. Folder("--scripts", name + "/scripts"), .. Folder("--functions", name + "/functions"),
        ]);

        exitCode.Should().Be(0, output + errors);
        output.Should().Contain("0 errors, 0 warnings");
    }

    [Theory]
    [MemberData(nameof(Folders))]
    public async Task The_commands_of_an_example_print_what_its_folder_says(string name)
    {
        var folder = new ExampleFolder(ExampleFolder.PathOf(name));
        var transcript = "";
        foreach (var command in folder.Runs)
        {
            var (exitCode, output, errors) = await Run(folder.ArgumentsOf(command));
            exitCode.Should().Be(0, errors);
            transcript += ExampleFolder.Transcript(command, output);
        }

        if (Environment.GetEnvironmentVariable(Renew) == "1")
            await File.WriteAllTextAsync(folder.ExpectedFile, transcript);
        transcript.Should().NotBeEmpty("its README runs a script");
        (await File.ReadAllTextAsync(folder.ExpectedFile)).ReplaceLineEndings("\n").Should().Be(
            transcript, $"expected.txt is what the commands print; renew it with {Renew}=1 dotnet test tests/Tocsin.Server.Tests --filter Examples");
    }

    [Theory]
    [MemberData(nameof(TestedFolders))]
    public async Task The_tests_of_an_example_pass(string name)
    {
        var (exitCode, output, errors) = await Run(
        [
            "test", ExampleFolder.PathOf(name), "--plugins", ExampleFolder.PluginsFor(name), "--coverage", "0",
            .. Folder("--scripts", name + "/scripts"), .. Folder("--functions", name + "/functions"),
        ]);

        exitCode.Should().Be(0, output + errors);
        output.Should().Contain(" passed, 0 failed");
    }

    [Fact]
    public void Every_folder_has_tests() => Directory.GetDirectories(ExampleFolder.Root).Select(Path.GetFileName).Except(Untested).Should().BeEquivalentTo(Tested);

    [Fact]
    public void Every_folder_is_in_the_list_of_examples()
    {
        var list = File.ReadAllText(Path.Combine(ExampleFolder.Root, "README.md"));

        Directory.GetDirectories(ExampleFolder.Root).Select(Path.GetFileName).Should().OnlyContain(name => list.Contains($"({name}/README.md)"));
    }

    private static async Task<(int ExitCode, string Output, string Errors)> Run(string[] arguments)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var errors = new StringWriter { NewLine = "\n" };
        var exitCode = await CommandLine.RunAsync(arguments, new Terminal(output, errors, isInteractive: false, _ => null));
        return (exitCode, output.ToString(), errors.ToString());
    }

    private static string[] Folder(string option, string path) =>
        Directory.Exists(ExampleFolder.PathOf(path)) ? [option, ExampleFolder.PathOf(path)] : [];
}
