using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Handlers;
using Tocsin.Engine.Hosting;
using Tocsin.Engine.Tests.Testing;
using Tocsin.Sdk;

namespace Tocsin.Engine.Tests.Handlers;

/// <summary>Headers that HTTP cannot carry are refused where they are given, and never sent.</summary>
public sealed class RequestHeaderTests : IDisposable
{
    private readonly HttpClient _http = HandlerHttp.Create(new Network());

    [Theory]
    [InlineData("X Bad", "value-1", "'X Bad' cannot be the name of a header: write letters, digits and dashes, as in X-Team")]
    [InlineData("X-\u00c9", "value-1", "cannot be the name of a header")]
    [InlineData("X\nY", "value-1", "'X Y' cannot be the name of a header")]
    [InlineData("", "value-1", "'' cannot be the name of a header")]
    [InlineData("X-Team", "secret\r\nInjected: 1", "the value of the header 'X-Team' has a line feed in it, which would begin another header: give one line")]
    [InlineData("X-Team", "caf\u00e9", "the value of the header 'X-Team' has a sign in it that headers cannot carry, U+00E9: write it in ASCII")]
    public void Headers_that_cannot_be_sent_are_refused_where_they_are_given(string name, string value, string why)
    {
        var options = new ConfigMap([new("url", new ConfigText("http://x/")), new("headers", new ConfigMap([new(name, new ConfigText(value))]))]);

        HandlerKinds.BuiltIn.TryCreate("post", options, new HandlerServices { Http = _http }, new HandlerContext(), out _, out var refusal).Should().BeFalse();

        refusal!.Message.Should().StartWith("handler kind 'post': option 'headers': ").And.Contain(why).And.NotContain("secret");
    }

    [Fact]
    public void Headers_of_a_configured_endpoint_are_checked_too()
    {
        var config = ConfigFile.Parse("c.yaml", "httppost:\n  - endpoint: e\n    url: http://x/\n    headers: { 'X Bad': a }\n", static _ => null);

        config.ProblemsFor(HandlerKinds.BuiltIn).Should().ContainSingle(problem => problem.Message.Contains("'X Bad' cannot be the name of a header", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(".header('X Bad', 'a')")]
    [InlineData(".header('X-Team', 'a\nInjected: 1')")]
    public async Task Headers_of_a_node_are_refused_when_its_script_is_defined(string header)
    {
        await using var rig = await TaskRig.StartAsync();

        var define = () => rig.Define("t", "stream|from().measurement('m')|httpPost('http://x/')" + header);

        (await define.Should().ThrowAsync<Tocsin.Pipelines.Tasks.DefinitionException>()).Which.Message.Should().Contain("header");
    }

    [Theory]
    [InlineData("a\r\nInjected: 1")]
    [InlineData("a\nInjected: 1")]
    [InlineData("a\0")]
    public async Task Whatever_sets_such_a_value_nothing_is_sent(string value)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "http://x/");
        request.Headers.TryAddWithoutValidation("X-Team", value).Should().BeTrue();

        var send = () => _http.SendAsync(request);

        (await send.Should().ThrowAsync<FormatException>()).Which.Message.Should().Contain("'X-Team'").And.NotContain("Injected");
    }

    [Fact]
    public async Task A_service_whose_key_has_two_lines_refuses_the_event_at_once()
    {
        var post = new JsonPost("Service", HandlerHttp.SeparateOf(_http), TimeProvider.System) { Headers = new Dictionary<string, string> { ["X-Key"] = "one\ntwo" } };

        var delivery = await post.SendAsync(new Uri("http://x/"), "{}"u8.ToArray(), _ => Delivery.Done, default);

        delivery.Outcome.Should().Be(DeliveryOutcome.Refused);
        delivery.Reason.Should().Be("Service cannot be asked: the value of the header 'X-Key' has a line feed in it, which would begin another header: nothing is sent");
    }

    public void Dispose() => _http.Dispose();

    private sealed class Network : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("something was sent");
    }
}
