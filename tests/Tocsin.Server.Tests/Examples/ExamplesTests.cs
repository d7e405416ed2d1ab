using Tocsin.Server.Cli;
using Tocsin.Server.Cli.Hosting;

namespace Tocsin.Server.Tests.Examples;

public sealed class ExamplesTests
{
    private const string Renew = "TOCSIN_WRITE_DOCS";

    public static TheoryData<string> Folders =>
        [.. Directory.GetDirectories(ExampleFolder.Root).Where(f => Directory.GetFiles(f, "*.tick").Length > 0).Select(f => Path.GetFileName(f)!).Order()];

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

    [Fact]
    public async Task The_tests_of_examples_pass()
    {
        var (exitCode, output, errors) = await Run(["test", ExampleFolder.Root, "--plugins", ExampleFolder.Plugins]);

        exitCode.Should().Be(0, output + errors);
        output.Should().Contain(" passed, 0 failed");
    }

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
