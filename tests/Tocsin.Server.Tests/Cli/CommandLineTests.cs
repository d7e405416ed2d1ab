using Tocsin.Alerting.Storage;

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

    [Fact]
    public async Task Help_names_the_commands_or_what_one_takes()
    {
        (await _cli.RunAsync("help")).Should().Be(0);
        var overview = _cli.Output;
        (await _cli.RunAsync("help", "define")).Should().Be(0);
        _cli.Output.Should().Contain("tocsin define").And.NotBe(overview);
        (await _cli.RunAsync("help", "list", "tasks")).Should().Be(0);
        _cli.Output.Should().Contain("tocsin list tasks");

        (await _cli.RunAsync("help", "defin")).Should().Be(1);
        _cli.Errors.Should().Contain("there is no command 'defin'");
    }

    [Fact]
    public async Task Whether_certificates_are_taken_is_said_clearly()
    {
        _cli.Set("KAPACITOR_UNSAFE_SSL", "maybe");

        (await _cli.RunAsync("list", "tasks")).Should().Be(1);

        _cli.Errors.Should().Contain("KAPACITOR_UNSAFE_SSL is true or false, not 'maybe'");
    }

    [Theory]
    [InlineData("--conifg", "there is no option '--conifg'; '--config' is an option of 'tocsin serve'")]
    [InlineData("--verison", "there is no option '--verison'; did you mean '--version'?")]
    [InlineData("--xyzzy", "there is no option '--xyzzy'")]
    public async Task An_option_without_a_command_that_is_misspelt_is_told_too(string option, string error)
    {
        (await _cli.RunAsync(option, "x.yaml")).Should().Be(1);

        _cli.Errors.Should().Be($"tocsin: {error}\nSee 'tocsin --help'.\n");
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

    [Theory]
    [InlineData("fmt has no option '-w'; did you mean '--write'?", "fmt", "-w", "x.tick")]
    [InlineData("serve has no option '--conifg'; did you mean '--config'?", "serve", "--conifg", "x.yaml")]
    [InlineData("define has no option '-tik'; did you mean '-tick'?", "define", "x", "-tik", "x.tick")]
    [InlineData("define has no option '--tik'; did you mean '--tick'?", "define", "x", "--tik", "x.tick")]
    [InlineData("list tasks has no option '--ulr'; did you mean '--url'?", "list", "tasks", "--ulr", "http://host")]
    [InlineData("list tasks has no option '--jsno'; did you mean '--json'?", "list", "tasks", "--jsno")]
    [InlineData("alerts has no option '--topci'; did you mean '--topic'?", "alerts", "--topci", "cpu")]
    [InlineData("check has no option '--outcome'; '--outcome' is an option of 'tocsin ledger'", "check", "x.tick", "--outcome")]
    [InlineData("check has no option '--xyzzy'; write -- before a word that begins with a dash", "check", "x.tick", "--xyzzy")]
    public async Task An_option_that_is_misspelt_is_told_which_is_meant(string error, params string[] arguments)
    {
        (await _cli.RunAsync(arguments)).Should().Be(2);

        _cli.Errors.Should().Be($"tocsin: {error}\nSee 'tocsin {error.Split(" has ")[0]} --help'.\n");
    }

    [Theory]
    [InlineData("there is no 'tocsin sources shwo'; did you mean 'show'?", "sources", "shwo")]
    [InlineData("there is no 'tocsin deliveries xyzzy'; there are list, resume", "deliveries", "xyzzy")]
    [InlineData("there is no 'tocsin completion tcsh'; there are bash, zsh, fish, pwsh", "completion", "tcsh")]
    [InlineData("say more than 'tocsin completion': bash, zsh, fish, pwsh", "completion")]
    [InlineData("say more than 'tocsin delete': tasks, templates, recordings, replays, topics, topic-handlers", "delete", "--url", "http://127.0.0.1:1")]
    public async Task A_verb_that_is_misspelt_or_left_out_is_told_which_there_are(string error, params string[] arguments)
    {
        (await _cli.RunAsync(arguments)).Should().Be(2);

        _cli.Errors.Should().Be($"tocsin: {error}\nSee 'tocsin {arguments[0]} --help'.\n");
    }

    [Theory]
    [InlineData("define needs <task>: The task's id.", "define")]
    [InlineData("sources show needs <ids>: Ids of sources as 'tocsin sources' shows them.", "sources", "show")]
    [InlineData("delete tasks needs <names>: Ids or patterns; '*' is all.", "delete", "tasks")]
    [InlineData("quarantine replay needs <numbers>: Numbers of requests as 'tocsin quarantine' shows them, or 'all'.", "quarantine", "replay")]
    [InlineData("'x' is not a number: 'tocsin dead-letters' shows those of all dead letters", "dead-letters", "drop", "x")]
    [InlineData("'17' is one word too many for 'tocsin version'", "version", "17")]
    [InlineData("sources show has no option '--ulr'; did you mean '--url'?", "sources", "show", "--ulr")]
    [InlineData("sources delete has no option '--json'; '--json' is an option of 'tocsin sources'", "sources", "delete", "x", "--json")]
    public async Task Words_that_are_missing_or_too_many_are_told(string error, params string[] arguments)
    {
        (await _cli.RunAsync(arguments)).Should().Be(2);

        _cli.Errors.Should().StartWith($"tocsin: {error}\nSee 'tocsin ").And.EndWith(" --help'.\n");
    }

    [Theory]
    [InlineData("tocsin sources ", "define delete list show")]
    [InlineData("tocsin dead-letters rese", "resend")]
    [InlineData("tocsin delete t", "tasks templates topic-handlers topics")]
    [InlineData("tocsin completion ", "bash fish pwsh zsh")]
    public async Task Verbs_are_completed(string line, string verbs)
    {
        (await _cli.RunAsync($"[suggest:{line.Length}]", line)).Should().Be(0);

        _cli.Output.Split('\n').Where(word => word.Length > 0 && char.IsAsciiLetter(word[0])).Order(StringComparer.Ordinal).Should().Equal(verbs.Split(' '));
    }

    [Fact]
    public async Task Help_of_a_command_lists_its_verbs_and_help_of_a_verb_its_own_options()
    {
        (await _cli.RunAsync("alerts", "--help")).Should().Be(0);
        _cli.Output.Should().Contain("list  ").And.Contain("show <topic> <id>").And.Contain("--topic").And.Contain("tocsin alerts show system cpu:host=web-07");

        (await _cli.RunAsync("alerts", "show", "--help")).Should().Be(0);
        _cli.Output.Should().Contain("--json").And.NotContain("--topic").And.Contain("The alert's id.");
    }

    [Fact]
    public async Task Every_option_of_every_command_is_found_when_it_is_misspelt()
    {
        foreach (var (command, option) in await OptionsAsync())
        {
            // Two letters swapped; in a short word that makes another.
            if (option.Length < 6 || option[3] == option[4])
                continue;
            var misspelt = option[..3] + option[4] + option[3] + option[5..];
            (await _cli.RunAsync([.. command, misspelt])).Should().Be(2, "{0} {1}", string.Join(' ', command), misspelt);
            _cli.Errors.Should().Contain($"did you mean '{option}'?", "{0} {1}", string.Join(' ', command), misspelt);
        }
    }

    [Theory]
    [InlineData("serve", "--plugins", "plugins")]
    [InlineData("serve", "--scripts", "C# scripts")]
    [InlineData("serve", "--functions", "functions")]
    [InlineData("run", "--plugins", "plugins")]
    [InlineData("check", "--plugins", "plugins")]
    [InlineData("check", "--scripts", "C# scripts")]
    [InlineData("check", "--functions", "functions")]
    [InlineData("run", "--scripts", "C# scripts")]
    [InlineData("run", "--functions", "functions")]
    public async Task A_folder_that_is_named_and_not_there_is_told(string command, string option, string what)
    {
        var script = _cli.File("x.tick", "stream|from()\n");
        string[] arguments = command switch
        {
            "run" => ["run", script, "--input", _cli.File("x.lp", "")],
            "check" => ["check", script],
            _ => ["serve", "--http", "127.0.0.1:0", "--data", Path.Combine(_cli.Folder, "data")],
        };

        (await _cli.RunAsync([.. arguments, option, "/no/such/folder"])).Should().Be(3);

        _cli.Errors.Should().Be($"tocsin: {option} names /no/such/folder as the folder of {what}, and it does not exist: mend the name, or make the folder\n");
    }

    [Fact]
    public async Task A_folder_of_the_configuration_that_is_not_there_is_told_with_its_key()
    {
        var config = _cli.File("tocsin.yaml", "plugin-dir: /no/such/folder\n");

        (await _cli.RunAsync("serve", "--http", "127.0.0.1:0", "--data", Path.Combine(_cli.Folder, "data"), "--config", config)).Should().Be(3);

        _cli.Errors.Should().StartWith("tocsin: 'plugin-dir' of the configuration names /no/such/folder as the folder of plugins, and it does not exist");
    }

    [Theory]
    [InlineData("bash", "complete -o default -F _tocsin tocsin")]
    [InlineData("zsh", "compdef _tocsin tocsin")]
    [InlineData("pwsh", "Register-ArgumentCompleter -Native -CommandName tocsin")]
    [InlineData("fish", "complete -c tocsin")]
    public async Task A_shell_gets_its_completion(string shell, string line)
    {
        (await _cli.RunAsync("completion", shell)).Should().Be(0);

        _cli.Output.Should().Contain(line).And.Contain("[suggest:");
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

        _cli.Errors.Should().Be("tocsin: 'ftp://host' isn't the address of a server: it must start with http:// or https://, such as http://localhost:9092\n");
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

        _cli.Errors.TrimEnd().Split('\n').Should().ContainSingle().Which.Should().StartWith($"tocsin: The data folder {file} cannot be used: ");
    }

    [Fact]
    public async Task Serve_leaves_a_data_folder_that_another_server_has_alone()
    {
        using var other = DataFolderLock.Take(_cli.Folder);

        (await _cli.RunAsync("serve", "--http", "127.0.0.1:0", "--data", _cli.Folder)).Should().Be(3);

        _cli.Errors.TrimEnd().Split('\n').Should().ContainSingle().Which.Should().Contain("Stop the server that uses it");
        Directory.EnumerateFileSystemEntries(_cli.Folder).Select(Path.GetFileName).Should().Equal("tocsin.lock");
    }

    [Fact]
    public async Task Serve_names_what_is_wrong_with_a_configuration()
    {
        var config = _cli.File("services.yaml", "http:\n  bind-adress: ':0'\n");

        (await _cli.RunAsync("serve", "--config", config, "--data", _cli.Folder)).Should().Be(3);

        _cli.Errors.Should().Contain("services.yaml:2:3").And.Contain("bind-address");
    }

    [Fact]
    public async Task Serve_names_all_that_is_wrong_with_a_configuration_at_once()
    {
        var config = _cli.File("services.yaml", "logging: {level: LOUD}\nhttppost:\n  - {endpoint: a, uurl: x}\n");

        (await _cli.RunAsync("serve", "--config", config, "--data", Path.Combine(_cli.Folder, "data"))).Should().Be(3);

        _cli.Errors.Should().Contain("services.yaml:1:18: ").And.Contain("services.yaml:3:19: ").And.Contain("'uurl'");
        Directory.Exists(Path.Combine(_cli.Folder, "data")).Should().BeFalse();
    }

    [Fact]
    public async Task Help_says_a_default_once()
    {
        (await _cli.RunAsync("ledger", "--help")).Should().Be(0);

        _cli.Output.Should().Contain("Entries at most. [default: 50]\n");
    }

    public void Dispose() => _cli.Dispose();

    private async Task<List<(string[] Command, string Option)>> OptionsAsync()
    {
        await _cli.RunAsync("--help");
        var commands = Listed(_cli.Output).Where(name => name != "tocsin").Select(name => new[] { name }).ToList();
        commands.Should().ContainEquivalentOf(new[] { "serve" }).And.ContainEquivalentOf(new[] { "reload-config" });
        var options = new List<(string[] Command, string Option)>();
        for (var i = 0; i < commands.Count; i++)
        {
            await _cli.RunAsync([.. commands[i], "--help"]);
            var help = _cli.Output.Split("Examples:")[0];
            if (help.IndexOf("Commands:", StringComparison.Ordinal) is var verbs and >= 0)
                commands.AddRange(Listed(help[verbs..]).Select(verb => commands[i].Append(verb).ToArray()));
            options.AddRange(help.Split('\n').SelectMany(line => line.Split(' ', ',', '.', '\'')).Where(word => word.StartsWith("--", StringComparison.Ordinal) && word.Length > 2)
                .Select(word => (commands[i], word)).Distinct());
        }

        commands.Should().ContainEquivalentOf(new[] { "sources", "define" });
        return options;
    }

    // Commands stand at the begin of indented lines.
    private static IEnumerable<string> Listed(string help) => help.Split('\n')
        .Where(line => line.StartsWith("  ", StringComparison.Ordinal) && line.Length > 2 && char.IsAsciiLetterLower(line[2])).Select(line => line.Trim().Split(' ')[0]);
}
