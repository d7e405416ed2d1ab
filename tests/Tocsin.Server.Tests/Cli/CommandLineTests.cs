namespace Tocsin.Server.Tests.Cli;

public sealed class CommandLineTests : IDisposable
{
    private readonly CliRun _cli = new();

    [Fact]
    public async Task Without_a_command_the_overview_goes_to_stderr_and_the_code_is_1()
    {
        (await _cli.RunAsync()).Should().Be(1);

        _cli.Errors.Should().Contain("Usage: tocsin COMMAND").And.Contain("Talk to a server");
    }

    [Fact]
    public async Task An_unknown_command_is_named()
    {
        (await _cli.RunAsync("defin", "x")).Should().Be(1);

        _cli.Errors.Should().Be("tocsin: there is no command 'defin'; did you mean 'define'?\nSee 'tocsin --help'.\n");
    }

    [Theory]
    [InlineData("define")]
    [InlineData("define", "x", "--bogus")]
    [InlineData("alerts", "--bogus")]
    [InlineData("ledger", "--limit", "many")]
    [InlineData("define", "x", "-dbrp", "telegraf")]
    [InlineData("run", "x.tick")]
    [InlineData("serve", "--http", "nowhere")]
    public async Task Wrong_arguments_end_with_2_and_one_or_two_lines(params string[] arguments)
    {
        (await _cli.RunAsync(arguments)).Should().Be(2);

        _cli.Errors.TrimEnd().Split('\n').Should().HaveCountLessThan(3);
    }

    [Fact]
    public async Task A_server_that_cannot_be_reached_is_named_with_the_way_out()
    {
        _cli.Set("KAPACITOR_URL", "http://127.0.0.1:1");

        (await _cli.RunAsync("list", "tasks")).Should().Be(3);

        _cli.Errors.Should().StartWith("tocsin: cannot reach the server at http://127.0.0.1:1").And.Contain("tocsin serve");
    }

    [Fact]
    public async Task A_wrong_scheme_ends_with_4()
    {
        (await _cli.RunAsync("-url", "ftp://host", "list", "tasks")).Should().Be(4);

        _cli.Errors.Should().Be("tocsin: 'ftp://host' is no address of a server: it must start with http:// or https://, such as http://localhost:9092\n");
    }

    [Theory]
    [InlineData("demo")]
    [InlineData("serve")]
    [InlineData("run")]
    [InlineData("check")]
    [InlineData("fmt")]
    [InlineData("define")]
    [InlineData("list")]
    public async Task Help_of_a_command_has_examples(string command)
    {
        (await _cli.RunAsync(command, "--help")).Should().Be(0);

        _cli.Output.Should().Contain("Usage:").And.Contain($"Examples:\n  tocsin {command}");
    }

    [Fact]
    public async Task Serve_refuses_a_data_folder_that_is_a_file_in_one_line()
    {
        var file = _cli.File("data", "");

        (await _cli.RunAsync("serve", "--http", "127.0.0.1:0", "--data", file)).Should().Be(3);

        _cli.Errors.TrimEnd().Split('\n').Last().Should().StartWith("tocsin: ").And.Contain(file);
        _cli.Errors.Should().NotContain("   at ");
    }

    [Fact]
    public async Task Serve_names_what_is_wrong_with_a_configuration()
    {
        var config = _cli.File("services.yaml", "http:\n  bind-adress: ':0'\n");

        (await _cli.RunAsync("serve", "--config", config, "--data", _cli.Folder)).Should().Be(3);

        _cli.Errors.Should().Contain("services.yaml:2:3").And.Contain("bind-address");
    }

    public void Dispose() => _cli.Dispose();
}
