using System.Net;
using System.Text.Json;
using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Configuration.Reading;
using Tocsin.Alerting.Handlers;
using Tocsin.Engine.Hosting;
using Tocsin.Engine.Plugins;
using Tocsin.Sdk;

namespace Tocsin.Server.Tests.Examples;

public sealed class PluginTemplateTests
{
    private static readonly AlertEvent Alert = new() { Topic = "cpu", Id = "web-01", Level = AlertLevel.Critical, Message = "busy", UnixNanoseconds = 0, IdempotencyKey = "k1" };

    [Theory]
    [InlineData(HttpStatusCode.OK, DeliveryOutcome.Done)]
    [InlineData(HttpStatusCode.ServiceUnavailable, DeliveryOutcome.Retry)]
    [InlineData(HttpStatusCode.Forbidden, DeliveryOutcome.Refused)]
    public async Task The_plugin_to_copy_loads_and_says_what_became_of_an_event(HttpStatusCode answer, DeliveryOutcome outcome)
    {
        var extensions = PluginLoader.LoadAll(ExampleFolder.PluginTemplate, Extensions.BuiltIn);
        extensions.Errors.Should().BeEmpty();
        using var service = new Answering(answer);
        using var http = new HttpClient(service);
        var services = new HandlerServices { Http = http, Sections = Sections() };

        extensions.Kinds.TryCreate("teamchat", ConfigJson.Parse("""{"room":"ops","mentions":["@anna"]}"""), services, new HandlerContext(), out var handler, out var refusal)
            .Should().BeTrue(refusal?.Message);
        var delivery = await handler!.HandleAsync(Alert, CancellationToken.None);

        delivery.Outcome.Should().Be(outcome);
        JsonDocument.Parse(service.Body).RootElement.GetProperty("text").GetString().Should().Be("@anna [CRITICAL] busy");
    }

    private static ServiceSections Sections() => ConfigFile.Parse(
        "test.yaml", "teamchat:\n  enabled: true\n  url: http://chat.example.com/hook\n", _ => null).Sections;

    private sealed class Answering(HttpStatusCode status) : HttpMessageHandler
    {
        public string Body { get; private set; } = "";

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Body = await request.Content!.ReadAsStringAsync(cancellationToken); // The plugin posts a body.
            return new HttpResponseMessage(status) { Content = new StringContent("") };
        }
    }
}
