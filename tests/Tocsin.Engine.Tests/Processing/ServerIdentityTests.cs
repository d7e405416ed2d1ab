using Tocsin.Pipelines.Processing;

namespace Tocsin.Engine.Tests.Processing;

public sealed class ServerIdentityTests
{
    [Fact]
    public void A_server_and_its_cluster_have_ids_of_their_own_that_stay()
    {
        var id = Guid.NewGuid().ToString();
        var identity = ServerIdentity.Of("alerts", id);

        identity.ClusterId.Should().Be(id);
        Guid.TryParseExact(identity.ServerId, "D", out var server).Should().BeTrue();
        server.Version.Should().Be(8);
        identity.ServerId.Should().NotBe(id);
        ServerIdentity.Of("alerts", id).Should().Be(identity, "it is the same data folder, after a restart");
        ServerIdentity.Of("alerts", Guid.NewGuid().ToString()).ServerId.Should().NotBe(identity.ServerId);
    }
}
