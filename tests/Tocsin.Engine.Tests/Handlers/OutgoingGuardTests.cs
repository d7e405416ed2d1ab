using System.Net;
using System.Net.Sockets;
using Tocsin.Alerting.Handlers;
using Tocsin.Alerting.Handlers.Outgoing;

namespace Tocsin.Engine.Tests.Handlers;

/// <summary>The server does not ask its neighbours for others.</summary>
public sealed class OutgoingGuardTests
{
    [Theory]
    [InlineData("169.254.169.254", false)]
    [InlineData("::ffff:169.254.169.254", false)]
    [InlineData("fe80::1", false)]
    [InlineData("fd00:ec2::254", false)]
    [InlineData("100.100.100.200", false)]
    [InlineData("64:ff9b::a9fe:a9fe", false)]
    [InlineData("127.0.0.1", true)]
    [InlineData("10.0.0.1", true)]
    [InlineData("192.0.2.7", true)]
    [InlineData("fd00:ec2::253", true)]
    public void Without_a_configuration_link_local_addresses_and_metadata_are_not_reached(string address, bool isReached) =>
        (OutgoingGuard.Default.WhyNot(IPAddress.Parse(address)) is null).Should().Be(isReached);

    [Fact]
    public void What_is_allowed_is_reached_within_what_is_denied()
    {
        var guard = new OutgoingGuard(new OutgoingOptions { Deny = ["10.0.0.0/8", "::/0"], Allow = ["10.1.2.3"] });

        guard.WhyNot(IPAddress.Parse("10.1.2.3")).Should().BeNull();
        guard.WhyNot(IPAddress.Parse("10.1.2.4")).Should().Be(IPNetwork.Parse("10.0.0.0/8"));
        guard.WhyNot(IPAddress.Parse("169.254.169.254")).Should().BeNull("the configuration says all that is denied");
        guard.WhyNot(IPAddress.IPv6Loopback).Should().NotBeNull();
        new OutgoingGuard(new OutgoingOptions { Deny = ["127.0.0.0/8"] }).WhyNot(IPAddress.Any).Should().NotBeNull("the system leads it to this machine");
    }

    [Theory]
    [InlineData("10.0.0.0/33")]
    [InlineData("example.com")]
    [InlineData("")]
    public void What_is_no_network_is_refused(string network) =>
        new OutgoingOptions { Allow = [network] }.Check().Should().ContainSingle().Which.Message.Should().Be($"'{network}' isn't a network: write it as 10.0.0.0/8, fd00::/8, or one address");

    [Fact]
    public async Task A_request_to_a_denied_address_says_which_network_and_the_way_out()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        var clients = new OutgoingClients(new OutgoingGuard(new OutgoingOptions { Deny = ["127.0.0.0/8", "::1"] }));

        foreach (var host in new[] { "127.0.0.1", "localhost", "[::ffff:127.0.0.1]" })
        {
            var problem = await FluentActions.Awaiting(() => clients.Http.GetAsync($"http://{host}:{port}/")).Should().ThrowAsync<HttpRequestException>();
            problem.Which.ToString().Should().Contain("of outgoing.deny: add it to outgoing.allow in the configuration if it should be");
        }

        listener.Pending().Should().BeFalse();
    }

    [Fact]
    public async Task What_may_be_reached_is()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();

        using var socket = await OutgoingGuard.Default.ConnectAsync("localhost", ((IPEndPoint)listener.LocalEndpoint).Port, CancellationToken.None);

        socket.Connected.Should().BeTrue();
        await FluentActions.Awaiting(() => OutgoingGuard.Default.ConnectAsync("nowhere.invalid", 1, CancellationToken.None).AsTask()).Should().ThrowAsync<SocketException>();
    }

    [Fact]
    public async Task Other_networks_count_at_once_and_connections_to_them_are_closed()
    {
        using var port = new TcpListener(IPAddress.Loopback, 0);
        port.Start();
        var guard = new OutgoingGuard(new OutgoingOptions());
        var clients = new OutgoingClients(guard);
        var url = $"http://127.0.0.1:{((IPEndPoint)port.LocalEndpoint).Port}/";
        var asked = clients.Http.GetAsync(url);
        using var peer = await port.AcceptTcpClientAsync();
        await peer.GetStream().ReadAtLeastAsync(new byte[4], 4);

        guard.Change(new OutgoingOptions { Deny = ["127.0.0.0/8"] }).Should().BeTrue();
        guard.Change(new OutgoingOptions { Deny = ["127.0.0.0/8"] }).Should().BeFalse("nothing is different");

        await FluentActions.Awaiting(() => asked).Should().ThrowAsync<HttpRequestException>("what is under way fails");
        (await FluentActions.Awaiting(() => clients.Http.GetAsync(url)).Should().ThrowAsync<HttpRequestException>()).Which.ToString().Should().Contain("of outgoing.deny");
        guard.Change(new OutgoingOptions()).Should().BeTrue();
        var again = clients.Http.GetAsync(url);
        using var next = await port.AcceptTcpClientAsync();
        await next.GetStream().WriteAsync("HTTP/1.1 204 No Content\r\n\r\n"u8.ToArray());
        (await again).StatusCode.Should().Be(HttpStatusCode.NoContent);
    }
}
