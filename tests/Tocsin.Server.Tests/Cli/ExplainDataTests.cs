using System.Text.Json.Nodes;

namespace Tocsin.Server.Tests.Cli;

/// <summary><c>tocsin explain --why-not SCRIPT --data FILE</c>, which talks to no server.</summary>
public sealed class ExplainDataTests : IDisposable
{
    private const string Script = """
        stream
            |from()
                .measurement('cpu')
                .where(lambda: "host" != 'db')
                .groupBy('host')
            |alert()
                .crit(lambda: "idle" < 10.0)
                .log('/dev/null')
        """;

    private readonly CliRun _cli = new();
    private readonly string _script;
    private readonly string _data;

    public ExplainDataTests()
    {
        _script = _cli.File("busy.tick", Script);
        _data = _cli.File("cpu.lp", "cpu,host=a idle=3 1600000000000000000\ncpu,host=a idle=11.5 1600000010000000000\ncpu,host=db idle=1 1600000020000000000\n");
    }

    [Fact]
    public async Task It_says_what_each_node_made_of_the_last_point()
    {
        (await _cli.RunAsync("explain", "--why-not", _script, "--data", _data, "--tag", "host=a")).Should().Be(0, _cli.Errors);

        _cli.Output.Should().StartWith("What task busy made of data with host=a:\n")
            .And.Contain("  alert2 (line 6 char 6): 2 came; the last was cpu,host=a idle=11.5 at 2020-09-13 12:26:50Z\n")
            .And.Contain("""    CRITICAL if "idle" < 10: false, "idle" was 11.5""");
    }

    [Theory]
    [InlineData("db", "It ended at from1.")]
    [InlineData("web", "No data with host=web came to task busy: the file has none of the measurement, database and retention policy that it reads, or with other tags.")]
    public async Task It_says_where_the_data_ended(string host, string said)
    {
        (await _cli.RunAsync("explain", "--why-not", _script, "--data", _data, "--tag", $"host={host}")).Should().Be(0, _cli.Errors);

        _cli.Output.Should().Contain(said);
    }

    [Fact]
    public async Task Programs_get_what_the_server_answers()
    {
        (await _cli.RunAsync("explain", "--why-not", _script, "--data", _data, "--json")).Should().Be(0, _cli.Errors);

        var answer = JsonNode.Parse(_cli.Output)!;
        answer["task"]!.ToString().Should().Be("busy");
        answer["nodes"]!.AsArray().Select(node => node!["node"]!.ToString()).Should().Equal("stream0", "from1", "alert2");
    }

    [Theory]
    [InlineData("--data goes with --why-not", "explain", "SCRIPT", "--data", "DATA")]
    [InlineData("--wait is for data that comes to a server", "explain", "--why-not", "SCRIPT", "--data", "DATA", "--wait", "1s")]
    [InlineData("there is no file none.lp", "explain", "--why-not", "SCRIPT", "--data", "none.lp")]
    [InlineData("--tag must be a name and a value", "explain", "--why-not", "SCRIPT", "--data", "DATA", "--tag", "host")]
    public async Task What_is_wrong_is_refused_with_the_way_out(string said, params string[] arguments)
    {
        (await _cli.RunAsync([.. arguments.Select(word => word switch { "SCRIPT" => _script, "DATA" => _data, _ => word })])).Should().NotBe(0);

        _cli.Errors.Should().Contain(said);
    }

    public void Dispose() => _cli.Dispose();
}
