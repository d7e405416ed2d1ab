using System.Net;
using System.Net.Sockets;
using System.Text;
using Tocsin.Inputs.Graphite;
using Tocsin.Inputs.Intake;
using Tocsin.Pipelines.Data.LineProtocol;

namespace Tocsin.Engine.Tests.Inputs;

public sealed class GraphiteTests
{
    private readonly Taken _taken = new();

    [Theory]
    [InlineData("", "servers.localhost.cpu.loadavg.10", "servers.localhost.cpu.loadavg.10 value=11")]
    [InlineData(".host.resource.measurement*", "servers.localhost.cpu.loadavg.10", "loadavg.10,host=localhost,resource=cpu value=11")]
    [InlineData(".host.measurement.cpu.measurement", "servers.localhost.cpu.cpu0.user", "cpu.user,cpu=cpu0,host=localhost value=11")]
    [InlineData("env.zone.host.measurement.measurement.field*", "prod.us-west.server01.cpu.util.idle.percent", "cpu.util,env=prod,host=server01,zone=us-west idle.percent=11")]
    [InlineData("hostname.hostname.hostname.measurement.region", "server01.example.org.cpu.us-west", "cpu,hostname=server01.example.org,region=us-west value=11")]
    [InlineData("measurement.A.B.C", "foo", "foo value=11")]
    [InlineData(".host.measurement.measurement* zone=1c", "servers.localhost.cpu.load.5", "cpu.load.5,host=localhost,zone=1c value=11")]
    [InlineData("servers.* .host.measurement*", "other.localhost.cpu", "other.localhost.cpu value=11")]
    [InlineData("*.* .wrong.measurement*;servers.* .host.measurement*;servers.localhost .wrong.measurement*", "servers.web.cpu", "cpu,host=web value=11")]
    [InlineData("servers.* .wrong.measurement*;servers.localhost.cpu .host.resource.measurement*;*.localhost .wrong.measurement*", "servers.localhost.cpu.load", "load,host=localhost,resource=cpu value=11")]
    [InlineData("a.*.c one.measurement;a.b.d two.measurement", "a.b.c", "b,one=a value=11")]
    public void A_template_says_what_a_name_is(string templates, string name, string line) => Read(templates, $"{name} 11").Should().Be(line);

    [Fact]
    public void A_separator_joins_and_common_tags_give_way()
    {
        Read(".host.measurement.measurement*", "servers.localhost.cpu.load.5 11 1435077219", "_", "region=eu", "host=other")
            .Should().Be("cpu_load_5,host=localhost,region=eu value=11 1435077219000000000");
    }

    [Theory]
    [InlineData("cpu 50.554 1435077219", "cpu value=50.554 1435077219000000000")]
    [InlineData("cpu 1e3 1435077219.25", "cpu value=1000 1435077219250000000")]
    [InlineData("cpu 5 -1", "cpu value=5")]
    [InlineData("cpu\t5", "cpu value=5")]
    [InlineData("cpu", "'cpu' is not a line of Graphite: send NAME VALUE TIME")]
    [InlineData("cpu 50z 1435077219", "the value '50z' of cpu is not a number")]
    [InlineData("cpu NaN 1435077219", "the value NaN of cpu cannot be taken: send numbers only")]
    [InlineData("cpu 5 14199724z", "the time '14199724z' of cpu is not a number of seconds since 1970")]
    [InlineData("cpu 5 1e300", "the time '1e300' of cpu is not a number of seconds since 1970")]
    public void A_line_is_a_name_a_value_and_a_time(string text, string line) => Read("", text).Should().Be(line);

    [Theory]
    [InlineData("a.b.c", "the template 'a.b.c' does not say what the measurement is: put 'measurement' in the place of it")]
    [InlineData("measurement*.field*", "the template 'measurement*.field*' has both measurement* and field*: only one can have all that follows")]
    [InlineData("a b c d", "'a b c d' is not a template: write [FILTER] TEMPLATE [TAG=VALUE,…]")]
    [InlineData("measurement zone=", "'zone=' of 'measurement zone=' is not a tag: write name=value")]
    [InlineData("measurement;measurement*", "'measurement*' is a second template without a filter: only one can be for all other names")]
    public void Templates_are_checked(string templates, string problem) =>
        new GraphiteOptions { Templates = templates.Split(';') }.Check().Should().ContainSingle().Which.Should().Match<Sdk.OptionProblem>(found => found.Option == "templates" && found.Message == problem);

    [Fact]
    public async Task Lines_come_over_connections()
    {
        await using var input = await OpenAsync(GraphiteProtocol.Tcp);
        using var client = await ConnectAsync(input);
        await client.GetStream().WriteAsync("a.b 1 5\r\nno\n\nc 2 6"u8.ToArray());
        client.Close();

        await _taken.Have(2);
        _taken.Lines.Should().Equal("graphite./1 a.b value=1 5000000000", "graphite./1 c value=2 6000000000");
        await Until.True(() => _taken.Counts.Read() is { Refused: 1, Connections: 0 });
    }

    [Fact]
    public async Task A_line_that_is_too_long_ends_its_connection()
    {
        await using var input = await OpenAsync(GraphiteProtocol.Tcp);
        using var client = await ConnectAsync(input);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(new string('a', 201)));

        (await ReadToEndAsync(client)).Should().BeTrue();
        _taken.Counts.Read().LastError.Should().Contain("200 bytes of limits.line-bytes");
    }

    [Fact]
    public async Task More_connections_than_are_allowed_are_closed()
    {
        await using var input = await OpenAsync(GraphiteProtocol.Tcp);
        using var first = await ConnectAsync(input);
        using var second = await ConnectAsync(input);
        await Until.True(() => _taken.Counts.Read().Connections == 2);

        (await IsClosedAsync(input)).Should().BeTrue();
        _taken.Counts.Read().LastError.Should().Contain("limits.connections");
        await first.GetStream().WriteAsync("a 1 5\n"u8.ToArray());
        await _taken.Have(1);
    }

    [Fact]
    public async Task Lines_come_in_datagrams()
    {
        await using var input = await OpenAsync(GraphiteProtocol.Udp);
        using var client = new UdpClient();
        client.Send("a 1 5\nb 2 6\n"u8, IPEndPoint.Parse(input.Address));

        await _taken.Have(2);
        _taken.Lines.Should().Equal("graphite./1 a value=1 5000000000", "graphite./1 b value=2 6000000000");
    }

    private ValueTask<IInput> OpenAsync(GraphiteProtocol protocol) =>
        GraphiteInput.OpenAsync(new GraphiteOptions { BindAddress = "127.0.0.1:0", Protocol = protocol, BatchTimeout = TimeSpan.Zero }, _taken.Services, _taken.Counts);

    private static async Task<TcpClient> ConnectAsync(IInput input)
    {
        var client = new TcpClient();
        await client.ConnectAsync(IPEndPoint.Parse(input.Address));
        return client;
    }

    // The end may come while the client is still connecting.
    private static async Task<bool> IsClosedAsync(IInput input)
    {
        try
        {
            using var client = await ConnectAsync(input);
            return await ReadToEndAsync(client);
        }
        catch (SocketException problem)
        {
            return problem.SocketErrorCode is SocketError.ConnectionReset;
        }
    }

    private static async Task<bool> ReadToEndAsync(TcpClient client)
    {
        try
        {
            return await client.GetStream().ReadAsync(new byte[1]) == 0;
        }
        catch (IOException)
        {
            return true;
        }
    }

    private static string Read(string templates, string line, string separator = ".", params string[] tags)
    {
        var lines = new LineProtocolWriter();
        var read = GraphiteTemplates.Read(templates.Split(';', StringSplitOptions.RemoveEmptyEntries), tags, separator);
        read.Problems.Should().BeEmpty();
        return GraphiteLine.Write(Encoding.UTF8.GetBytes(line), read, lines) ?? Encoding.UTF8.GetString(lines.Written.Span).TrimEnd('\n');
    }
}
