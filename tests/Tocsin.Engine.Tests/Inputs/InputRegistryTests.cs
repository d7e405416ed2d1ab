using System.Net;
using System.Net.Sockets;
using Tocsin.Inputs.Graphite;
using Tocsin.Inputs.Hosting;
using Tocsin.Inputs.Udp;

namespace Tocsin.Engine.Tests.Inputs;

public sealed class InputRegistryTests
{
    private readonly Taken _taken = new();

    [Fact]
    public async Task What_is_as_it_was_goes_on_and_the_rest_is_exchanged()
    {
        await using var inputs = new InputRegistry(_taken.Services);
        var udp = new UdpOptions { Enabled = true, BindAddress = "127.0.0.1:0", Database = "db" };
        await inputs.AdoptAsync(new InputOptions { Udp = [udp], Graphite = [new GraphiteOptions { Enabled = true, BindAddress = "127.0.0.1:0", Tags = ["a=b"] }] });
        var before = inputs.All.ToDictionary(input => input.Name, input => input.Address);

        await inputs.AdoptAsync(new InputOptions { Udp = [udp with { }], Graphite = [new GraphiteOptions { Enabled = true, BindAddress = before["graphite 127.0.0.1:0"], Tags = ["a=c"] }] });

        before.Should().HaveCount(2).And.NotContainValue("");
        inputs.All.Select(input => input.Address).Should().BeEquivalentTo(before.Values);
        inputs.All.Should().OnlyContain(input => !input.NeedsAttention);
        await inputs.AdoptAsync(new InputOptions { Udp = [udp with { Enabled = false }] });
        inputs.All.Should().BeEmpty();
    }

    [Fact]
    public async Task A_port_that_becomes_free_is_taken()
    {
        using var other = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        other.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var address = other.LocalEndPoint!.ToString()!; // It is bound.
        await using var inputs = new InputRegistry(_taken.Services);

        var problems = await inputs.AdoptAsync(new InputOptions { Udp = [new UdpOptions { Enabled = true, BindAddress = address, Database = "db" }] });

        problems.Should().ContainSingle().Which.Should().StartWith($"udp {address}: cannot listen on {address}");
        inputs.All.Should().ContainSingle().Which.Problem.Should().NotBeEmpty();
        other.Dispose();
        await Until.True(() => inputs.All[0].Problem.Length == 0, _taken.Time, TimeSpan.FromSeconds(5));
        inputs.All[0].Address.Should().Be(address);
        _taken.Log.Should().HaveCount(2).And.Contain(line => line.Contains("input is open"));
    }
}
