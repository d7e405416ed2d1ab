using System.Net;
using Tocsin.Plugins.Kubernetes;
using Tocsin.Sdk.Scaling;

namespace Tocsin.Plugins.Tests.Orchestrators;

public sealed class KubernetesOrchestratorTests
{
    private const string Scale = """{"kind":"Scale","metadata":{"name":"web","namespace":"shop","resourceVersion":"7"},"spec":{"replicas":3},"status":{"replicas":2}}""";

    private static readonly ScaleTarget Web = new("web") { Namespace = "shop", Kind = "deployments" };

    [Fact]
    public async Task Wanted_replicas_are_read_from_the_scale_of_the_resource()
    {
        using var api = new Recorder((HttpStatusCode.OK, Scale));

        (await Of(api).GetReplicasAsync(Web, CancellationToken.None)).Should().Be(3);

        api.Asked.Should().Equal("GET https://k8s:6443/apis/apps/v1/namespaces/shop/deployments/web/scale");
        api.Requests[0].Headers.Authorization!.ToString().Should().Be("Bearer topsecret");
    }

    [Fact]
    public async Task Other_replicas_are_written_with_the_version_that_was_read()
    {
        using var api = new Recorder((HttpStatusCode.OK, Scale));

        await Of(api).SetReplicasAsync(Web with { Kind = "replicationcontrollers", Namespace = "" }, 5, CancellationToken.None);

        api.Asked.Should().Equal(
            "GET https://k8s:6443/api/v1/namespaces/default/replicationcontrollers/web/scale",
            """PUT https://k8s:6443/api/v1/namespaces/default/replicationcontrollers/web/scale {"kind":"Scale","metadata":{"name":"web","namespace":"shop","resourceVersion":"7"},"spec":{"replicas":5},"status":{"replicas":2}}""");
    }

    [Fact]
    public async Task Empty_namespace_is_the_one_called_default()
    {
        using var api = new Recorder((HttpStatusCode.OK, Scale));
        using var http = new HttpClient(api);
        using var orchestrator = new KubernetesOrchestrator(new KubernetesSettings { Enabled = true, ApiServers = ["https://a"], Namespace = "" }, http);

        await orchestrator.GetReplicasAsync(Web with { Namespace = "" }, CancellationToken.None);

        api.Asked.Should().Equal("GET https://a/apis/apps/v1/namespaces/default/deployments/web/scale");
    }

    [Fact]
    public async Task Refusal_is_told_in_the_words_of_the_server()
    {
        using var api = new Recorder((HttpStatusCode.NotFound, """{"kind":"Status","message":"deployments.apps \"web\" not found"}"""));

        var get = () => Of(api).GetReplicasAsync(Web, CancellationToken.None);

        (await get.Should().ThrowAsync<HttpRequestException>()).Which.Message.Should()
            .Be("Kubernetes answered 404 to GET /apis/apps/v1/namespaces/shop/deployments/web/scale: deployments.apps \"web\" not found");
    }

    [Fact]
    public async Task Server_that_is_away_is_followed_by_the_next()
    {
        using var api = new Recorder((0, ""), (HttpStatusCode.OK, Scale));
        using var http = new HttpClient(api);
        using var orchestrator = new KubernetesOrchestrator(new KubernetesSettings { Enabled = true, ApiServers = ["https://a", "https://b/"] }, http);

        (await orchestrator.GetReplicasAsync(Web, CancellationToken.None)).Should().Be(3);

        api.Asked.Select(asked => asked.Split('/')[2]).Should().Equal("a", "b");
    }

    [Fact]
    public async Task Answer_that_is_no_scale_is_an_error()
    {
        using var api = new Recorder((HttpStatusCode.OK, "<html>"));

        var get = () => Of(api).GetReplicasAsync(Web, CancellationToken.None);

        (await get.Should().ThrowAsync<InvalidDataException>()).Which.Message.Should().EndWith("with something that isn't a scale");
    }

    [Fact]
    public void Settings_name_what_is_missing() =>
        new KubernetesSettings { Enabled = true, ApiServers = [] }.Check().Should().ContainSingle().Which.Option.Should().Be("api-servers");

    private static KubernetesOrchestrator Of(Recorder api) =>
        new(new KubernetesSettings { Enabled = true, ApiServers = ["https://k8s:6443"], Token = "topsecret" }, new HttpClient(api));
}
