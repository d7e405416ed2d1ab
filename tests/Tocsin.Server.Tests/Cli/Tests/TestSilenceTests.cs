namespace Tocsin.Server.Tests.Cli.Tests;

/// <summary>What a silence keeps back in a test, and for how long.</summary>
public sealed class TestSilenceTests : IDisposable
{
    private const string Tests = """
        tasks: [rule.tick]
        handlers: [pager.yaml]
        silences: [night.yaml]
        tests:
          - name: the night is quiet
            steps:
              - data: "cpu,host=a idle=3\ncpu,host=b idle=3"
              - expect: { alerts: [ { id: a, level: CRITICAL }, { id: b, level: CRITICAL } ], sent: [ { to: cpu/pager, POST: !any, event: { id: b } } ] }
              - advance: 2h
              - expect: { sent: [ SENT ] }

        """;

    private readonly CliRun _cli = new();

    public TestSilenceTests()
    {
        _cli.File("rule.tick", "stream|from().measurement('cpu').groupBy('host')|alert().id('{{ index .Tags \"host\" }}').crit(lambda: \"idle\" < 10).stateChangesOnly().topic('cpu')");
        _cli.File("pager.yaml", "{ id: pager, topic: cpu, kind: post, options: { url: 'http://pager.example' } }");
        _cli.File("night.yaml", "{ id: night, matchers: ['host=a'], until: '2026-01-01T01:00:00Z', comment: maintenance }");
    }

    public void Dispose() => _cli.Dispose();

    [Fact]
    public async Task A_silence_holds_an_alert_until_it_ends()
    {
        _cli.File("night.test.yaml", Tests.Replace("SENT", "{ to: cpu/pager, event: { id: a } }", StringComparison.Ordinal));

        (await _cli.RunAsync("test", _cli.Folder)).Should().Be(0, _cli.Output + _cli.Errors);
    }

    [Fact]
    public async Task What_comes_after_its_end_must_be_expected()
    {
        _cli.File("night.test.yaml", Tests.Replace("SENT", "", StringComparison.Ordinal));

        (await _cli.RunAsync("test", _cli.Folder)).Should().Be(1);

        _cli.Output.Should().Contain("cpu/pager");
    }

    [Theory]
    [InlineData("{ id: night, matchers: ['host=a'], until: monday }", "until")]
    [InlineData("{ matchers: ['host=a'] }", "a silence in a file needs an id")]
    public async Task A_silence_that_is_wrong_fails_the_test_with_its_place(string silence, string message)
    {
        _cli.File("night.yaml", silence);
        _cli.File("night.test.yaml", Tests.Replace("SENT", "", StringComparison.Ordinal));

        (await _cli.RunAsync("test", _cli.Folder)).Should().Be(1);

        _cli.Output.Should().Contain("night.yaml:1:").And.Contain(message);
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_said_before_anything_runs()
    {
        File.Delete(Path.Combine(_cli.Folder, "night.yaml"));
        _cli.File("night.test.yaml", Tests.Replace("SENT", "", StringComparison.Ordinal));

        (await _cli.RunAsync("test", _cli.Folder)).Should().NotBe(0);

        (_cli.Output + _cli.Errors).Should().Contain("there is no ").And.Contain("night.yaml");
    }
}
