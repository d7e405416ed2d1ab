using System.Net;
using System.Net.Sockets;
using System.Text;
using Tocsin.Inputs.Intake;
using Tocsin.Inputs.Udp;

namespace Tocsin.Engine.Tests.Inputs;

public sealed class UdpInputTests
{
    private readonly Taken _taken = new();

    [Fact]
    public async Task Lines_of_datagrams_are_taken_as_they_came()
    {
        await using var input = Open(new UdpOptions { BindAddress = "127.0.0.1:0", Database = "db", Precision = "s" });
        Send(input, "m v=1 5\nm v=2 6\n");
        Send(input, "n v=1 7");

        await _taken.Have(3);
        _taken.Lines.Should().Equal("db./1000000000 m v=1 5", "db./1000000000 m v=2 6", "db./1000000000 n v=1 7");
        await Until.True(() => _taken.Counts.Read() is { Received: 2, Points: 3 });
    }

    [Fact]
    public async Task A_datagram_that_is_too_long_is_refused_with_the_limit()
    {
        await using var input = Open(new UdpOptions { BindAddress = "127.0.0.1:0", Database = "db", UdpPayloadSize = 20 });
        Send(input, "measurement value=1 1000000");

        await Until.True(() => _taken.Counts.Read().Refused == 1);
        _taken.Counts.Read().LastError.Should().Contain("20 bytes of udp-payload-size");
    }

    [Fact]
    public async Task An_input_that_refuses_all_says_so_until_something_is_taken()
    {
        await using var input = Open(new UdpOptions { BindAddress = "127.0.0.1:0", Database = "db", BatchSize = 1 });
        Send(input, "bad");
        await Until.True(() => _taken.Counts.Read().IsRefusing);
        _taken.Counts.Read().Should().BeEquivalentTo(new { NeedsAttention = true, Refused = 1, LastError = "line 1 char 1: it is bad" });

        Send(input, "m v=1 5");
        await Until.True(() => _taken.Counts.Read() is { NeedsAttention: false, Refused: 1, LastError: "" });

        for (var i = 0; i < 10; i++)
            Send(input, "bad");
        await Until.True(() => _taken.Counts.Read().IsRefusing);
    }

    [Fact]
    public async Task Datagrams_for_which_there_is_no_room_are_counted()
    {
        _taken.Close();
        await using var input = Open(new UdpOptions { BindAddress = "127.0.0.1:0", Database = "db", BatchSize = 1, BatchPending = 1 });
        await Until.True(() =>
        {
            Send(input, "m v=1");
            return _taken.Counts.Read().Dropped > 0;
        });

        _taken.Counts.Read().LastError.Should().Contain("there is no room").And.Contain("batch-pending");
        _taken.Open();
    }

    [Fact]
    public async Task A_port_that_is_taken_is_reported()
    {
        await using var first = Open(new UdpOptions { BindAddress = "127.0.0.1:0", Database = "db" });
        var second = () => Open(new UdpOptions { BindAddress = first.Address, Database = "db" });

        second.Should().Throw<InputException>().WithMessage($"cannot listen on {first.Address}: * Stop the program that listens there, or give another bind-address");
    }

    [Theory]
    [InlineData(true, ":8089", "", "", "database")]
    [InlineData(true, "8089x", "db", "", "bind-address")]
    [InlineData(true, ":8089", "db", "w", "precision")]
    [InlineData(false, ":8089", "", "", null)]
    public void Options_are_checked(bool enabled, string address, string database, string precision, string? option) =>
        new UdpOptions { Enabled = enabled, BindAddress = address, Database = database, Precision = precision }.Check().Select(problem => problem.Option)
            .Should().Equal(option is null ? [] : [option]);

    private UdpInput Open(UdpOptions options) => new(options, _taken.Services, _taken.Counts);

    private static void Send(UdpInput input, string text)
    {
        using var client = new UdpClient();
        client.Send(Encoding.UTF8.GetBytes(text), IPEndPoint.Parse(input.Address));
    }
}
