using System.Net;
using System.Net.Sockets;
using System.Text;
using Tocsin.Plugins.Swarm;
using Tocsin.Sdk.Scaling;

namespace Tocsin.Plugins.Tests.Orchestrators;

public sealed class SwarmOrchestratorTests
{
    private const string Service = """{"ID":"abc","Version":{"Index":42},"Spec":{"Name":"web","TaskTemplate":{"ContainerSpec":{"Image":"web:1"}},"Mode":{"Replicated":{"Replicas":3}}}}""";

    private static readonly ScaleTarget Web = new("web");

    [Fact]
    public async Task Replicas_are_read_and_written_with_the_whole_service_and_its_version()
    {
        using var api = new Recorder((HttpStatusCode.OK, Service));
        using var swarm = Of(api, "tcp://manager:2375");

        (await swarm.GetReplicasAsync(Web, CancellationToken.None)).Should().Be(3);
        await swarm.SetReplicasAsync(Web, 5, CancellationToken.None);

        api.Asked.Should().Equal(
            "GET http://manager:2375/services/web",
            "GET http://manager:2375/services/web",
            """POST http://manager:2375/services/abc/update?version=42 {"Name":"web","TaskTemplate":{"ContainerSpec":{"Image":"web:1"}},"Mode":{"Replicated":{"Replicas":5}}}""");
    }

    [Fact]
    public async Task Service_that_is_not_replicated_cannot_be_scaled()
    {
        using var api = new Recorder((HttpStatusCode.OK, """{"ID":"abc","Version":{"Index":42},"Spec":{"Mode":{"Global":{}}}}"""));
        using var swarm = Of(api, "http://manager");

        var get = () => swarm.GetReplicasAsync(Web, CancellationToken.None);

        (await get.Should().ThrowAsync<InvalidOperationException>()).Which.Message.Should().Be("the service 'web' isn't replicated: only services with replicas can be scaled");
    }

    [Fact]
    public async Task Refusal_is_told_in_the_words_of_docker_and_a_manager_that_is_away_is_followed_by_the_next()
    {
        using var api = new Recorder((0, ""), (HttpStatusCode.NotFound, """{"message":"service web not found"}"""));
        using var swarm = Of(api, "http://a", "http://b");

        var get = () => swarm.GetReplicasAsync(Web, CancellationToken.None);

        (await get.Should().ThrowAsync<HttpRequestException>()).Which.Message.Should().Be("Docker answered 404 to GET /services/web: service web not found");
    }

    [Fact]
    public async Task Socket_of_the_machine_is_asked_too()
    {
        using var folder = new TempFolder();
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(folder.Of("docker.sock")));
        listener.Listen();
        var serving = Task.Run(async () =>
        {
            using var connection = await listener.AcceptAsync();
            await connection.ReceiveAsync(new byte[4096]);
            await connection.SendAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Length: {Service.Length}\r\n\r\n{Service}"));
        });
        using var http = new HttpClient();
        using var swarm = new SwarmOrchestrator(new SwarmSettings { Enabled = true, Servers = ["unix://" + folder.Of("docker.sock")] }, http);

        (await swarm.GetReplicasAsync(Web, CancellationToken.None)).Should().Be(3);
        await serving;
    }

    private static SwarmOrchestrator Of(Recorder api, params string[] servers) => new(new SwarmSettings { Enabled = true, Servers = servers }, new HttpClient(api));
}
