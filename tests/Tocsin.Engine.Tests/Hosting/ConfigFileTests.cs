using Tocsin.Alerting.Configuration.Binding;
using Tocsin.Alerting.Handlers;
using Tocsin.Alerting.Storage;
using Tocsin.Engine.Hosting;

namespace Tocsin.Engine.Tests.Hosting;

public sealed class ConfigFileTests
{
    [Fact]
    public void Options_of_the_server_are_read()
    {
        var config = Parse("""
            hostname: alarm-1
            default-retention-policy: autogen
            http:
              bind-address: 127.0.0.1:9999
              shutdown-timeout: 1m30s
            write: {acknowledge: queued}
            storage: {synchronous: machine}
            deadman: {message: silence}
            """);

        config.Problems.Should().BeEmpty();
        config.Options.Hostname.Should().Be("alarm-1");
        config.Options.DefaultRetentionPolicy.Should().Be("autogen");
        config.Options.Http.BindAddress.Should().Be("127.0.0.1:9999");
        config.Options.Write.Acknowledge.Should().Be(WriteAcknowledgement.Queued);
        config.Options.Storage.Synchronous.Should().Be(StorageSafety.Machine);
        config.Options.Deadman.Message.Should().Be("silence");
        config.Options.Http.ShutdownTimeout.Should().Be(TimeSpan.FromSeconds(90));
    }

    [Theory]
    [InlineData("htp: {}\nhostnam: x", "c.yaml:2:1: there is no option 'hostnam'; did you mean 'hostname'?")]
    [InlineData("http: {bind-adress: x}", "c.yaml:1:8: option 'http' has no option 'bind-adress'; did you mean 'bind-address'?")]
    [InlineData("limits: 5", "c.yaml:1:9: option 'limits' must be keys with values, not the number 5")]
    [InlineData("hostname: 5", "c.yaml:1:11: option 'hostname' must be text, in quotes, not the number 5")]
    [InlineData("write:\n  acknowledge: later", "c.yaml:2:16: option 'write.acknowledge' must be one of committed, queued, not the text \"later\"")]
    [InlineData("http: {shutdown-timeout: soon}", "c.yaml:1:26: option 'http.shutdown-timeout' must be a duration such as 10s or 1h30m, not the text \"soon\"")]
    [InlineData("deadman: {forget-after: -1s}", "c.yaml:1:25: option 'deadman.forget-after' must be a duration such as 10s or 1h30m, not below 0, not the text \"-1s\"")]
    [InlineData("http: {shutdown-timeout: 10}", "c.yaml:1:26: option 'http.shutdown-timeout' must be a duration with its unit, such as 10s or 10ms (a whole number counts nanoseconds: 10 is 10 ns), not the number 10")]
    [InlineData("hostname: ${env:NOBODY}", "c.yaml:1:11: option 'hostname': the environment variable NOBODY is not set")]
    [InlineData("hostname: ${env:NOBODY", "c.yaml:1:11: option 'hostname': a variable begins with ${ and has no closing }")]
    [InlineData("hostname: ${ENV:HOME}", "c.yaml:1:11: option 'hostname': a variable is written in a way that fills nothing in: write ${env:NAME} for a variable of the environment, ${file:PATH} for what a file says, in lower case and without blanks")]
    [InlineData("smtp: {password: 'a ${ env:PASS} b'}", "c.yaml:1:18: option 'smtp.password': a variable is written in a way that fills nothing in: write ${env:NAME} for a variable of the environment, ${file:PATH} for what a file says, in lower case and without blanks")]
    [InlineData("hostname: $env:COMPUTERNAME", "c.yaml:1:11: option 'hostname': a variable is written in a way that fills nothing in: write ${env:NAME} for a variable of the environment, ${file:PATH} for what a file says, in lower case and without blanks")]
    [InlineData("hostname: $HOSTNAME", "c.yaml:1:11: option 'hostname' looks like a variable and is taken as it stands: write ${env:NAME} for a variable of the environment, ${file:PATH} for what a file says")]
    [InlineData("slack: {url: 'https://x/${SLACK_TOKEN}'}", "c.yaml:1:14: option 'slack.url' looks like a variable and is taken as it stands: write ${env:NAME} for a variable of the environment, ${file:PATH} for what a file says")]
    [InlineData("data-dir: $HOME/tocsin", "c.yaml:1:11: option 'data-dir' looks like a variable and is taken as it stands: write ${env:NAME} for a variable of the environment, ${file:PATH} for what a file says")]
    [InlineData("- a", "c.yaml:1:1: a configuration must be keys with values, not a list")]
    public void Mistakes_name_place_and_way_out(string yaml, string expected) =>
        Parse(yaml).Problems.Select(p => p.ToString()).Should().Contain(expected);

    [Theory]
    [InlineData("smtp: {password: 'pa$word$'}")]
    [InlineData("smtp: {password: 'p4$$W0RD'}")]
    [InlineData("smtp: {password: '$2y$10$abcdefg'}")]
    [InlineData("smtp: {password: 'abc$HOME'}")]
    [InlineData("smtp: {password: '${abc'}")]
    [InlineData("slack: {channel: '{{ $x := .ID }}{{ $x }}'}")]
    [InlineData("hostname: 'costs $5'")]
    public void A_dollar_is_no_variable(string yaml) => Parse(yaml).Problems.Should().BeEmpty();

    [Fact]
    public void Templates_of_endpoints_in_files_are_judged_where_they_are_named()
    {
        using var folder = new TempFolder();
        folder.Write("good.tmpl", "{{ .ID }} is {{ .Level }}");
        folder.Write("bad.tmpl", "{{ json . }}");
        folder.Write("row.tmpl", "{{ range .Values }");
        string At(string file) => folder.Of(file);

        Problems($"alert-template-file: {At("good.tmpl")}, row-template-file: {At("good.tmpl")}").Should().BeEmpty();
        Problems($"alert-template-file: {At("bad.tmpl")}").Should().ContainSingle().Which
            .Should().Match($"c.yaml:1:*option 'alert-template-file': in {At("bad.tmpl")}: template: alert-template:1: function \"json\" not defined");
        Problems($"row-template-file: {At("row.tmpl")}").Should().ContainSingle().Which.Should().Match($"c.yaml:1:*option 'row-template-file': in {At("row.tmpl")}: template: row-template:1:*");
        Problems($"alert-template-file: {At("gone.tmpl")}").Should().ContainSingle().Which
            .Should().Match($"c.yaml:1:*option 'alert-template-file': the template cannot be read: there is no file {At("gone.tmpl")}");

        IEnumerable<string> Problems(string options) => HandlerKinds.BuiltIn.Check(Parse($"httppost: [{{endpoint: e, url: 'http://x/', {options}}}]").Sections).Select(problem => problem.ToString());
    }

    [Theory]
    [InlineData("a: [")]
    [InlineData("a: 1\na: 2")]
    [InlineData("? [x]\n: 1")]
    public void What_is_not_yaml_is_a_problem_and_no_crash(string yaml) => Parse(yaml).Problems.Should().NotBeEmpty();

    [Fact]
    public void Aliases_cannot_blow_a_file_up()
    {
        var yaml = "a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n";
        for (var i = 1; i < 9; i++)
            yaml += $"a{i}: &a{i} [*a{i - 1},*a{i - 1},*a{i - 1},*a{i - 1},*a{i - 1},*a{i - 1},*a{i - 1},*a{i - 1},*a{i - 1},*a{i - 1}]\n";

        Parse(yaml).Problems.Should().ContainSingle().Which.Message.Should().Contain("more than 200000 keys and values");
    }

    [Fact]
    public void Variables_are_filled_in_from_environment_and_files()
    {
        var file = Path.GetTempFileName();
        File.WriteAllText(file, "from file\n");

        var config = Parse($"hostname: x-${{env:NAME}}-${{file:{file}}}\nload: {{enabled: '${{env:ON}}'}}");
        File.Delete(file);

        config.Problems.Should().BeEmpty();
        config.Options.Hostname.Should().Be("x-from env-from file");
        config.Options.Load.Enabled.Should().BeTrue();
    }

    [Fact]
    public void Section_of_a_service_is_checked_by_its_kind()
    {
        var config = Parse("""
            httppost:
              - endpoint: a
                url: http://h/
                basic-auth: {username: u, password: 5}
              - {endpoint: b, ulr: http://h/}
            carrier-pigeon: {enabled: true}
            """);

        var problems = HandlerKinds.BuiltIn.Check(config.Sections);

        config.Problems.Should().BeEmpty();
        problems.Select(p => p.ToString()).Should().Equal(
            "c.yaml:4:41: section 'httppost' option 'basic-auth.password' must be text, in quotes, not a number",
            "c.yaml:5:19: section 'httppost' has no option 'ulr'; did you mean 'url'?",
            "c.yaml:5:5: section 'httppost' needs the option 'url'",
            "c.yaml:6:1: no loaded plugin reads the section 'carrier-pigeon'; known are httppost");
        problems.Select(p => p.IsWarning).Should().Equal(false, false, false, true);
    }

    [Theory]
    [InlineData("10s", 10_000_000_000)]
    [InlineData("1h30m", 5_400_000_000_000)]
    [InlineData("1.5ms", 1_500_000)]
    [InlineData("-2us", -2_000)]
    [InlineData("1d", 86_400_000_000_000)]
    public void Durations_are_numbers_with_units(string text, long nanoseconds)
    {
        DurationSetting.TryParse(text, out var parsed).Should().BeTrue();
        parsed.Should().Be(nanoseconds);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("10")]
    [InlineData("s")]
    [InlineData("1x")]
    [InlineData("1.2.3s")]
    [InlineData("99999999999999w")]
    public void Other_texts_are_no_durations(string text) => DurationSetting.TryParse(text, out _).Should().BeFalse();

    private static ConfigFile Parse(string yaml) => ConfigFile.Parse("c.yaml", yaml, name => name switch
    {
        "NAME" => "from env",
        "ON" => "true",
        _ => null,
    });

    [Fact]
    public void Functions_of_other_processes_are_sections_by_name_and_their_differences_are_told_by_key()
    {
        var before = ConfigFile.Parse("f", "udf:\n  functions:\n    a: { prog: /a, args: [ -u ], env: { K: v } }\n    b: { socket: /s }\n", _ => null);
        var now = ConfigFile.Parse("f", "udf:\n  functions:\n    a: { prog: /a, args: [ -v ], env: { K: v } }\n    c: { socket: /s, timeout: 5s }\n", _ => null);

        before.Problems.Should().BeEmpty();
        before.Options.Udf.Functions["a"].Env.Should().Equal(new Dictionary<string, string> { ["K"] = "v" });
        now.Options.Udf.Functions["c"].Timeout.Should().Be(TimeSpan.FromSeconds(5));
        ConfigDifference.Between(before.Options, now.Options).Should().Equal("udf.functions.a.args", "udf.functions.b", "udf.functions.c");
    }

    [Theory]
    [InlineData("udf: { functions: { a: { } } }", "option 'udf.functions.a' needs a prog to start, or the socket that the function listens on")]
    [InlineData("udf: { functions: { a: { prog: /a, socket: /s } } }", "option 'udf.functions.a' has both a prog and a socket: leave one out")]
    [InlineData("udf: { functions: { a: { prog: /a, tiemout: 1s } } }", "option 'udf.functions.a' has no option 'tiemout'")]
    [InlineData("udf: { functions: [ a ] }", "option 'udf.functions' must be names with options, not a list")]
    [InlineData("task: { snapshot-interval: 0s }", "option 'task.snapshot-interval': must be above 0")]
    public void Functions_of_other_processes_that_are_configured_wrong_are_told_with_their_names(string yaml, string message) =>
        ConfigFile.Parse("f", yaml, _ => null).Problems.Select(problem => problem.Message).Should().ContainSingle().Which.Should().StartWith(message);
}
