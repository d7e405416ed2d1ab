namespace Tocsin.Server.Tests.Cli.Tests;

public sealed class TestSnapshotTests : IDisposable
{
    private const string Script = """
        stream|from().measurement('cpu').groupBy('host')|alert().id('{{ index .Tags "host" }}').crit(lambda: "value" > 10).stateChangesOnly().topic('cpu')
        """;

    private readonly CliRun _cli = new();

    public TestSnapshotTests()
    {
        _cli.File("rule.tick", Script);
        _cli.File("hook.yaml", "topic: cpu\nid: hook\nkind: post\noptions: { url: http://ops.example/hook }\n");
        _cli.File("outage.lp", "cpu,host=a value=11 1767225600000000000\ncpu,host=b value=1.5e300 1767225610000000000\ncpu,host=a value=1 1767225620000000000\n");
        _cli.File("rule.test.yaml", "tasks: [rule.tick]\nhandlers: [hook.yaml]\ntests: [ { name: outage, replay: outage.lp, snapshot: outage } ]\n");
    }

    [Fact]
    public async Task What_happened_is_kept_and_compared()
    {
        (await _cli.RunAsync("test", _cli.Folder)).Should().Be(1);
        _cli.Output.Should().Contain("there is no snapshot").And.Contain("--update");

        (await _cli.RunAsync("test", _cli.Folder, "--update")).Should().Be(0, _cli.Output);
        (await _cli.RunAsync("test", _cli.Folder)).Should().Be(0, _cli.Output);

        _cli.File("rule.tick", Script.Replace("> 10", "> 20", StringComparison.Ordinal));
        (await _cli.RunAsync("test", _cli.Folder)).Should().Be(1);
        _cli.Output.Should().Contain("not raised: ").And.Contain("not sent: ").And.NotContain("and not expected");
    }

    [Theory]
    [InlineData("\"level\": \"CRITICAL\"", "\"level\": \"WARNING\"", "level: expected \"WARNING\", is \"CRITICAL\"")]
    [InlineData("\"host\": \"a\"", "\"hots\": \"a\"", "tags.host: expected nothing, is \"a\"")]
    [InlineData("\"refused\": null", "\"refused\": \"503\"", "refused: expected \"503\", is not there")]
    [InlineData("{", "[", "is not JSON")]
    public async Task Each_difference_is_named(string before, string after, string said)
    {
        await _cli.RunAsync("test", _cli.Folder, "--update");
        var kept = Path.Combine(_cli.Folder, "snapshots", "outage.json");
        var text = await File.ReadAllTextAsync(kept);
        text.Should().Contain(before);
        await File.WriteAllTextAsync(kept, text.Replace(before, after, StringComparison.Ordinal));

        (await _cli.RunAsync("test", _cli.Folder)).Should().Be(1);

        _cli.Output.Should().Contain(said);
    }

    [Fact]
    public async Task The_same_run_keeps_the_same_bytes()
    {
        await _cli.RunAsync("test", _cli.Folder, "--update");
        var kept = Path.Combine(_cli.Folder, "snapshots", "outage.json");
        var first = await File.ReadAllBytesAsync(kept);
        File.Delete(kept);

        await _cli.RunAsync("test", _cli.Folder, "--update");

        (await File.ReadAllBytesAsync(kept)).Should().Equal(first);
    }

    [Fact]
    public async Task Build_servers_compare_only()
    {
        _cli.Set("CI", "true");

        (await _cli.RunAsync("test", _cli.Folder, "--update")).Should().Be(2);

        _cli.Errors.Should().Contain("CI=true");
        Directory.Exists(Path.Combine(_cli.Folder, "snapshots")).Should().BeFalse();
    }

    public void Dispose() => _cli.Dispose();
}
