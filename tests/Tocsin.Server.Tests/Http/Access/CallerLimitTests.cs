using System.Net.Sockets;
using System.Text;
using Tocsin.Engine.Hosting;
using Tocsin.Server.Http.Access;

namespace Tocsin.Server.Tests.Http.Access;

/// <summary>One caller does not take what is there for all.</summary>
public sealed class CallerLimitTests
{
    [Fact]
    public void The_requests_of_one_second_may_come_at_once_and_others_are_not_held_up()
    {
        var time = new FakeTime();
        var rate = new CallerRate(3, time);

        Enumerable.Range(0, 4).Select(_ => rate.Take("a") > TimeSpan.Zero).Should().Equal(false, false, false, true);
        rate.Take("b").Should().Be(TimeSpan.Zero);
        time.Advance(rate.Take("a"));
        rate.Take("a").Should().Be(TimeSpan.Zero);
        rate.Take("a").Should().BePositive();
        time.Advance(TimeSpan.FromSeconds(10));
        Enumerable.Range(0, 4).Select(_ => rate.Take("a") > TimeSpan.Zero).Should().Equal(false, false, false, true);
        new CallerRate(0, time).IsOn.Should().BeFalse();
    }

    [Fact]
    public async Task Who_asks_too_often_waits_whoever_it_is()
    {
        await using var api = await ApiHost.StartAsync(new EngineSettings { Time = new FakeTime() }, new HttpOptions { RequestsPerSecond = 2 });

        var replies = new[] { await api.SendAsync("GET", "/tasks"), await api.SendAsync("POST", "/write?db=d", "m v=1"), await api.SendAsync("GET", "/tasks") };

        replies.Select(reply => reply.Status).Should().Equal(200, 204, 429);
        replies[2].Headers["Retry-After"].Should().Be("1");
        replies[2].Error.Should().Contain("http.requests-per-second");
        (await api.SendAsync("GET", "//ping")).Status.Should().Be(204, "what is open to all is not counted");
    }

    [Fact]
    public async Task A_machine_has_so_many_connections_and_another_one_when_one_is_closed()
    {
        await using var api = await ApiHost.StartAsync(options: new HttpOptions { ConnectionsPerMachine = 2 });
        using var first = new TcpClient(api.Address.Host, api.Address.Port);
        using var second = new TcpClient(api.Address.Host, api.Address.Port);
        (await AskAsync(first)).Should().StartWith("HTTP/1.1 204");
        (await AskAsync(second)).Should().StartWith("HTTP/1.1 204");
        using (var third = new TcpClient(api.Address.Host, api.Address.Port))
            (await AskAsync(third)).Should().BeEmpty();

        first.Close();

        await Until.True(async () =>
        {
            using var fourth = new TcpClient(api.Address.Host, api.Address.Port);
            return (await AskAsync(fourth)).StartsWith("HTTP/1.1 204", StringComparison.Ordinal);
        }, "a connection is free again", TimeSpan.FromSeconds(10));
    }

    private static async Task<string> AskAsync(TcpClient client)
    {
        try
        {
            await client.GetStream().WriteAsync("GET /ping HTTP/1.1\r\nHost: localhost\r\n\r\n"u8.ToArray());
            var answer = new byte[64];
            return Encoding.ASCII.GetString(answer, 0, await client.GetStream().ReadAsync(answer));
        }
        catch (IOException)
        {
            return "";
        }
    }
}
