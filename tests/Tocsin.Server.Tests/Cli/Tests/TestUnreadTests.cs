namespace Tocsin.Server.Tests.Cli.Tests;

/// <summary>Data that nobody reads shows nothing.</summary>
public sealed class TestUnreadTests : IDisposable
{
    private const string Script = """
        var all = stream
            |from()
                .database('telegraf')
        all
            |from()
                .measurement('cpu load')
                .where(lambda: "host" == 'a')
            |alert()
                .id('a')
                .crit(lambda: "value" > 10)

        """;

    private readonly CliRun _cli = new();

    public TestUnreadTests()
    {
        _cli.File("rule.tick", Script);
        _cli.File("outage.lp", "disk,host=a value=1 1767225610000000000\ncpu\\ load,host=a value=1 1767225610000000000\n");
        _cli.File("other.lp", "disk,host=a value=1 1767225610000000000\n");
    }

    [Theory]
    [InlineData("data: 'cpu\\ laod,host=a value=1'", "no task reads 'cpu laod' of \"telegraf\".\"autogen\": write a measurement and a dbrp that a script reads, or unread: true, beside lines or under defaults, when that is meant; did you mean 'cpu load'?")]
    [InlineData("data: \"cpu\\\\ load,host=a value=1\\ndisk,host=a value=1\"", "no task reads 'disk' of \"telegraf\".\"autogen\"")]
    [InlineData("data: { dbrp: other.autogen, lines: 'cpu\\ load,host=a value=1' }", "no task reads 'cpu load' of \"other\".\"autogen\"")]
    [InlineData("series: 'cpu,host=a value=1x3 every 10s'", "no task reads 'cpu' of \"telegraf\".\"autogen\"")]
    [InlineData("replay: other.lp", "no task reads 'disk' of \"telegraf\".\"autogen\"")]
    [InlineData("data: { unread: maybe, lines: 'disk value=1' }", "unread is true or false, not 'maybe'")]
    public async Task Data_that_no_task_reads_fails_before_anything_runs(string step, string said)
    {
        Write(step);

        (await _cli.RunAsync("test", _cli.Folder)).Should().Be(1, _cli.Output + _cli.Errors);

        (_cli.Output + _cli.Errors).Should().Contain(said).And.Contain("rule.test.yaml:5:");
    }

    [Theory]
    [InlineData("data: 'cpu\\ load,host=b value=11'", "")]
    [InlineData("data: { unread: true, lines: 'disk,host=a value=1' }", "")]
    [InlineData("series: 'disk,host=a value=1x3 every 10s'", "defaults: { unread: true }\n")]
    [InlineData("replay: outage.lp", "")]
    public async Task Data_that_is_read_or_meant_not_to_be_passes(string step, string defaults)
    {
        Write(step, defaults);

        (await _cli.RunAsync("test", _cli.Folder)).Should().Be(0, _cli.Output + _cli.Errors);
    }

    public void Dispose() => _cli.Dispose();

    private void Write(string step, string defaults = "") => _cli.File("rule.test.yaml", $"tasks: [rule.tick]\n{defaults}tests:\n  - name: t\n    steps:\n      - {step}\n      - expect: {{}}\n");
}
