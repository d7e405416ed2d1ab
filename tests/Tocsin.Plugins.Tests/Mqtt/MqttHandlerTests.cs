using MQTTnet.Protocol;
using Tocsin.Plugins.Mqtt;
using Tocsin.Plugins.Tests.Testing;
using Tocsin.Sdk;

namespace Tocsin.Plugins.Tests.Mqtt;

public sealed class MqttHandlerTests : IDisposable
{
    private static readonly AlertEvent Alert = Events.Critical() with { Message = "m", Tags = new Dictionary<string, string> { ["host"] = "A" } };

    private readonly KindRig _rig = new();
    private readonly List<IAlertHandler> _made = [];

    public void Dispose()
    {
        _made.OfType<IDisposable>().ToList().ForEach(handler => handler.Dispose());
        _rig.Dispose();
    }

    [Theory]
    [InlineData("""{"topic":"alerts/{{ index .Tags \"host\" }}"}""", "alerts/A 0 False m")]
    [InlineData("""{"topic":"t","qos":1,"retained":true}""", "t 1 True m")]
    [InlineData("""{"topic":"t","qos":"exactly-one"}""", "t 2 False m")]
    public async Task Message_is_published_as_the_options_say(string options, string message)
    {
        await using var broker = await BrokerStand.StartAsync();

        var delivery = await Made($"mqtt: {{enabled: true, url: 'tcp://127.0.0.1:{broker.Port}', client-id: c, username: u, password: p}}", options).HandleAsync(Alert, default);

        delivery.Outcome.Should().Be(DeliveryOutcome.Done, delivery.Reason);
        await Until.True(() => broker.Messages.Count > 0);
        broker.Messages.Should().Equal(message);
        broker.Clients.Should().Equal("c u p");
    }

    [Fact]
    public async Task Handlers_of_a_broker_share_one_connection_and_make_another_when_it_breaks()
    {
        await using var broker = await BrokerStand.StartAsync();
        var configuration = $"mqtt: {{enabled: true, url: 'tcp://127.0.0.1:{broker.Port}'}}";
        var (one, two) = (Made(configuration, """{"topic":"a","qos":1}"""), Made(configuration, """{"topic":"b","qos":1}"""));

        await one.HandleAsync(Alert, default);
        await two.HandleAsync(Alert, default);
        broker.Clients.Should().ContainSingle().Which.Should().StartWith("default-");

        ((IDisposable)one).Dispose();
        await broker.DisconnectAllAsync();
        Delivery delivery;
        do
            delivery = await two.HandleAsync(Alert with { Message = "later" }, default);
        while (delivery.Outcome == DeliveryOutcome.Retry);

        broker.Messages.Should().Contain("b 1 False later");
        broker.Clients.Should().HaveCount(2).And.OnlyHaveUniqueItems();
    }

    [Fact]
    public async Task Broker_is_chosen_by_its_name()
    {
        await using var broker = await BrokerStand.StartAsync();
        var configuration = $$"""
            mqtt:
              - {name: other, enabled: true, url: 'tcp://127.0.0.1:1'}
              - {name: main, enabled: true, default: true, url: 'tcp://127.0.0.1:{{broker.Port}}'}
            """;

        await Made(configuration, """{"topic":"a","qos":1}""").HandleAsync(Alert, default);
        await Made(configuration, """{"topic":"b","qos":1,"broker-name":"main"}""").HandleAsync(Alert, default);

        broker.Messages.Should().Equal("a 1 False m", "b 1 False m");
        _rig.TryCreate(typeof(MqttHandler), configuration, """{"topic":"a","broker-name":"mian"}""", out _, out var error).Should().BeFalse();
        error.Should().Contain("section 'mqtt' has no broker-name 'mian'; did you mean 'main'?");
    }

    [Theory]
    [InlineData(MqttConnectReasonCode.BadUserNameOrPassword, DeliveryOutcome.Refused, "the MQTT broker 'default' refuses the connection: BadUserNameOrPassword")]
    [InlineData(MqttConnectReasonCode.NotAuthorized, DeliveryOutcome.Refused, "the MQTT broker 'default' refuses the connection: NotAuthorized")]
    [InlineData(MqttConnectReasonCode.ServerUnavailable, DeliveryOutcome.Retry, "the MQTT broker 'default' refuses the connection now: ServerUnavailable")]
    public async Task Refused_connection_is_judged(MqttConnectReasonCode answer, DeliveryOutcome outcome, string reason)
    {
        await using var broker = await BrokerStand.StartAsync(answer);

        var delivery = await Made($"mqtt: {{enabled: true, url: 'tcp://127.0.0.1:{broker.Port}'}}", """{"topic":"t"}""").HandleAsync(Alert, default);

        (delivery.Outcome, delivery.Reason).Should().Be((outcome, reason));
    }

    [Fact]
    public async Task Topic_that_a_tag_makes_wrong_is_refused()
    {
        var delivery = await Made("mqtt: {enabled: true, url: 'tcp://127.0.0.1:1'}", """{"topic":"{{ index .Tags \"host\" }}"}""")
            .HandleAsync(Alert with { Tags = new Dictionary<string, string> { ["host"] = "a/#" } }, default);

        delivery.Outcome.Should().Be(DeliveryOutcome.Refused);
        delivery.Reason.Should().Be("MQTT: 'a/#', the topic for the alert 'cpu/a', isn't one to publish to: it may have neither + nor # and 65535 bytes at most");
    }

    [Fact]
    public async Task Certificate_that_is_not_there_is_refused()
    {
        var delivery = await Made("mqtt: {enabled: true, url: 'ssl://127.0.0.1:1', ssl-ca: /no/such.pem}", """{"topic":"t"}""").HandleAsync(Alert, default);

        delivery.Outcome.Should().Be(DeliveryOutcome.Refused);
        delivery.Reason.Should().Contain("a certificate for the MQTT broker 'default' can't be read").And.Contain("/no/such.pem");
    }

    [Theory]
    [InlineData("""{"topic":"a/+"}""", "'a/+' isn't a topic to publish to: + and # are for those who subscribe")]
    [InlineData("""{"topic":"t","qos":3}""", "option 'qos' must be one of at-most-once, at-least-once, exactly-one, or a number from 0 to 2, not the number 3")]
    [InlineData("""{"qos":1}""", "needs the option 'topic'")]
    public void Mistakes_are_refused_where_they_are_made(string options, string problem)
    {
        _rig.TryCreate(typeof(MqttHandler), "mqtt: {}", options, out _, out var error).Should().BeFalse();

        error.Should().Contain(problem);
    }

    [Fact]
    public void Mistakes_in_settings_are_told()
    {
        new MqttSettings { Enabled = true }.Check().Should().ContainSingle().Which.Option.Should().Be("url");
        new MqttSettings { Url = new Uri("tcp://x.test/"), SslCert = "c" }.Check().Select(problem => problem.Option).Should().Equal("ssl-key");
    }

    private IAlertHandler Made(string configuration, string options)
    {
        _made.Add(_rig.Create(typeof(MqttHandler), configuration, options));
        return _made[^1];
    }
}
