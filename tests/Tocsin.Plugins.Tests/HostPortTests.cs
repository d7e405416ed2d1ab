using Tocsin.Sdk;

namespace Tocsin.Plugins.Tests;

public sealed class HostPortTests
{
    [Theory]
    [InlineData("host:162", "host", 162)]
    [InlineData(":162", "localhost", 162)]
    [InlineData("[::1]:65535", "::1", 65_535)]
    public void Address_is_read(string address, string host, int port)
    {
        HostPort.TryParse(address, out var foundHost, out var foundPort).Should().BeTrue();

        (foundHost, foundPort).Should().Be((host, port));
    }

    [Theory]
    [InlineData("")]
    [InlineData("host")]
    [InlineData("host:")]
    [InlineData("host:0")]
    [InlineData("host:65536")]
    [InlineData("host:-1")]
    [InlineData("host: 1")]
    public void What_has_no_port_is_none(string address) => HostPort.TryParse(address, out _, out _).Should().BeFalse();
}
