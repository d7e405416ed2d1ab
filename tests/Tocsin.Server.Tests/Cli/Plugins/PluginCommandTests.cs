using Tocsin.Server.Tests.Examples;

namespace Tocsin.Server.Tests.Cli.Plugins;

public sealed class PluginCommandTests : IDisposable
{
    private readonly CliRun _cli = new();

    public PluginCommandTests()
    {
        _cli.Set("TOCSIN_PLUGINS", ExampleFolder.OutputOf("tests/Plugins.Fixtures/Kappa"));
        _cli.Set("KAPPA_PASS", "abc");
    }

    [Theory]
    [InlineData("world Red 3\n", "world")]
    [InlineData("Dr of Law world! DarkBlue 3\nDr of Law world! DarkBlue 3\n", "--title", "Dr", "world", "--times", "2", "--loud", "--color", "dark-blue", "--title", "of Law")]
    [InlineData("moon Red 5\n", "world", "--replace", "sun=earth", "--replace", "world=moon", "--pass", "12345")]
    [InlineData("-x Red 3\n", "--", "-x")]
    public async Task A_command_gets_its_words_options_and_variables(string output, params string[] arguments)
    {
        (await _cli.RunAsync(["kappa", "greet", .. arguments])).Should().Be(0, _cli.Errors);

        _cli.Output.Should().Be(output);
        _cli.Errors.Should().BeEmpty();
    }

    [Theory]
    [InlineData("kappa greet needs <who>: Who is greeted.\nSee 'tocsin kappa greet --help'.")]
    [InlineData("--times must be a whole number, not the text \"many\"", "x", "--times", "many")]
    [InlineData("--color must be one of red, dark-blue, not the text \"green\"", "x", "--color", "green")]
    [InlineData("--replace takes NAME=VALUE, in one line", "x", "--replace", "a")]
    [InlineData("kappa greet has no option '--timse'; did you mean '--times'?\nSee 'tocsin kappa greet --help'.", "x", "--timse", "2")]
    [InlineData("'y' is one word too many for 'tocsin kappa greet'\nSee 'tocsin kappa greet --help'.", "x", "y")]
    public async Task Words_that_cannot_be_meant_end_with_2(string error, params string[] arguments)
    {
        (await _cli.RunAsync(["kappa", "greet", .. arguments])).Should().Be(2);

        _cli.Errors.Should().Be($"tocsin: {error}\n");
    }

    [Fact]
    public async Task What_is_required_can_come_from_the_variable()
    {
        _cli.Set("KAPPA_PASS", "");

        (await _cli.RunAsync("kappa", "greet", "x")).Should().Be(2);

        _cli.Errors.Should().Be("tocsin: --pass or KAPPA_PASS must be given\n");
    }

    [Theory]
    [InlineData(3, "it is refused", "refuse")]
    [InlineData(2, "it is meant in another way", "usage")]
    [InlineData(3, "the command 'kappa fail' of the plugin 'net10.0' failed with TaskCanceledException: too slow. That is a mistake of the plugin", "cancel")]
    [InlineData(3, "the command 'kappa fail' of the plugin 'net10.0' failed with InvalidOperationException: it broke at ***. That is a mistake of the plugin", "break", "--key", "s3cret")]
    public async Task A_failure_is_one_line_without_secrets(int code, string error, params string[] arguments)
    {
        (await _cli.RunAsync(["kappa", "fail", .. arguments])).Should().Be(code);

        _cli.Errors.Should().Be($"tocsin: {error}\n");
    }

    [Fact]
    public async Task A_command_talks_to_the_chosen_server()
    {
        await using var server = await RunningServer.StartAsync();

        (await _cli.RunAsync("kappa", "ask", "--url", server.Url)).Should().Be(0, _cli.Errors);
        _cli.Output.Should().Be("204 tocsin\n");
        (await _cli.RunAsync("kappa", "ask", "--url", "http://kim:pw@127.0.0.1:1")).Should().Be(3);
        _cli.Errors.Should().StartWith("tocsin: cannot reach the server at http://127.0.0.1:1: ").And.Contain("tocsin serve").And.NotContain("pw");
        (await _cli.RunAsync("kappa", "ask", "--url", "nowhere")).Should().Be(4);
    }

    [Fact]
    public async Task Help_shows_what_plugins_bring()
    {
        (await _cli.RunAsync("--help")).Should().Be(0);
        _cli.Output.Should().Contain("Brought by plugins:\n  kappa ").And.Contain("greet: Greet somebody.").And.NotContain("List things.");
        _cli.Errors.Should().Be("tocsin: plugin net10.0: its command 'list things' cannot be called, as 'list' is a command of the program: rename it\n");

        (await _cli.RunAsync("kappa", "--help")).Should().Be(0);
        _cli.Output.Should().Contain("greet <who>").And.Contain("tocsin kappa greet world --times 2");

        (await _cli.RunAsync("kappa", "greet", "--help")).Should().Be(0);
        _cli.Output.Should().Contain("--times <N>").And.Contain("How often. Default: 1.").And.Contain("The pass phrase. Default: KAPPA_PASS.").And.Contain("--replace <NAME=VALUE>")
            .And.NotContain("-url");
        (await _cli.RunAsync("kappa", "ask", "--help")).Should().Be(0);
        _cli.Output.Should().Contain("-url <URL>");
    }

    [Theory]
    [InlineData("tocsin kappa ", "ask fail greet")]
    [InlineData("tocsin kappa greet --color ", "dark-blue red")]
    [InlineData("tocsin kapp", "kappa")]
    public async Task Commands_are_completed(string line, string words)
    {
        (await _cli.RunAsync($"[suggest:{line.Length}]", line)).Should().Be(0);

        _cli.Output.Split('\n').Where(word => word.Length > 0 && char.IsAsciiLetter(word[0])).Order(StringComparer.Ordinal).Should().Equal(words.Split(' '));
    }

    [Fact]
    public async Task A_command_of_the_program_loads_no_plugin_and_goes_before_one_of_its_name()
    {
        _cli.File("plugins/broken/Broken.dll", "nothing");
        _cli.Set("TOCSIN_PLUGINS", Path.Combine(_cli.Folder, "plugins"));

        (await _cli.RunAsync("version")).Should().Be(0);
        _cli.Errors.Should().BeEmpty();
        (await _cli.RunAsync("list", "things")).Should().Be(3);
        _cli.Errors.Should().NotContain("broken");
        (await _cli.RunAsync("kappa", "greet")).Should().Be(1);
        _cli.Errors.Should().Contain("plugin broken in ").And.Contain("tocsin: there is no command 'kappa'");
    }

    [Fact]
    public async Task A_folder_that_the_variable_names_wrongly_is_told()
    {
        _cli.Set("TOCSIN_PLUGINS", "/no/such/folder");

        (await _cli.RunAsync("kappa", "greet")).Should().Be(1);

        _cli.Errors.Should().StartWith("tocsin: TOCSIN_PLUGINS names /no/such/folder as the folder of plugins, and there is no such folder\n");
    }

    public void Dispose() => _cli.Dispose();
}
