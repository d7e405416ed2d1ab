using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Configuration.Reading;
using Tocsin.Alerting.Configuration.Variables;
using Tocsin.Alerting.Definitions;
using Tocsin.Alerting.Handlers;
using Tocsin.Alerting.Hosting;
using Tocsin.Alerting.Storage.Rows;
using Tocsin.Engine.Hosting;
using Tocsin.Pipelines.Processing;
using Tocsin.Plugins.Alerta;
using Tocsin.Plugins.HipChat;
using Tocsin.Plugins.Kafka;
using Tocsin.Plugins.Mqtt;
using Tocsin.Plugins.OpsGenie;
using Tocsin.Plugins.Pushover;
using Tocsin.Plugins.Sensu;
using Tocsin.Plugins.SnmpTrap;
using Tocsin.Plugins.Talk;
using Tocsin.Sdk;

namespace Tocsin.Plugins.Tests;

/// <summary>Tests of services take what Kapacitor's take, by its names.</summary>
public sealed class PeerServiceTestsTests
{
    [Theory]
    [InlineData(typeof(AlertaHandler), "resource event environment severity group value message origin service timeout")]
    [InlineData(typeof(HipChatHandler), "room message level")]
    [InlineData(typeof(KafkaHandler), "cluster topic key message")]
    [InlineData(typeof(MqttHandler), "broker-name topic message qos retained")]
    [InlineData(typeof(OpsGenie1Handler), "teams recipients message-type message entity-id")]
    [InlineData(typeof(PushoverHandler), "user-key message device title url url-title sound level")]
    [InlineData(typeof(SensuHandler), "name source output handlers metadata level")]
    [InlineData(typeof(SnmpTrapHandler), "trap-oid data-list")]
    [InlineData(typeof(TalkHandler), "title text")]
    public void Values_have_the_names_of_Kapacitor(Type handler, string names) =>
        new ServiceTest(HandlerKind.FromType(handler, "test"), "x").Describe(ServiceSections.None).Entries.Select(entry => entry.Key).Should().Equal(names.Split(' '));

    [Fact]
    public void Values_become_the_event_and_the_options()
    {
        var test = new ServiceTest(HandlerKind.FromType(typeof(SensuHandler), "test"), "sensu");
        var chosen = (ConfigMap)ConfigJson.Parse("""{"name":"n","output":"o","source":"","level":"WARNING","metadata":{"k":5}}""");

        test.TryRead(chosen, ServiceSections.None, TimeProvider.System, out var options, out var alert).Should().BeNull();

        (alert.Id, alert.Message, alert.Level).Should().Be(("n", "o", AlertLevel.Warning));
        ConfigJson.Write(options).Should().Be("""{"metadata":{"k":5}}""");
    }

    [Theory]
    [InlineData(typeof(KafkaHandler), "{}", """{"topic":"test"}""")]
    [InlineData(typeof(KafkaHandler), """{"topic":"own"}""", """{"topic":"own"}""")]
    [InlineData(typeof(MqttHandler), "{}", """{"topic":"test"}""")]
    [InlineData(typeof(SnmpTrapHandler), "{}", """{"trap-oid":"1.1.1.1","data-list":[{"oid":"1.1.1.1.2","type":"s","value":"test snmptrap message"}]}""")]
    public void Options_that_nobody_configures_have_samples(Type handler, string chosen, string expected)
    {
        var test = new ServiceTest(HandlerKind.FromType(handler, "test"), "x");

        test.TryRead((ConfigMap)ConfigJson.Parse(chosen), ServiceSections.None, TimeProvider.System, out var options, out _).Should().BeNull();

        ConfigJson.Write(options).Should().Be(expected);
    }

    [Theory]
    [InlineData(typeof(AlertaHandler))]
    [InlineData(typeof(HipChatHandler))]
    [InlineData(typeof(KafkaHandler))]
    [InlineData(typeof(MqttHandler))]
    [InlineData(typeof(OpsGenie1Handler))]
    [InlineData(typeof(PushoverHandler))]
    [InlineData(typeof(SensuHandler))]
    [InlineData(typeof(SnmpTrapHandler))]
    [InlineData(typeof(TalkHandler))]
    public void What_a_test_chooses_by_itself_makes_whole_options(Type handler)
    {
        var kind = HandlerKind.FromType(handler, "test");
        new ServiceTest(kind, "x").TryRead(ConfigMap.Empty, ServiceSections.None, TimeProvider.System, out var options, out _).Should().BeNull();

        kind.Options.Check(FilledOptions.AsWritten(options)).Should().BeEmpty();
        HandlerChecks.Of(new HandlerSpec { Topic = "t", Id = "h", Kind = kind.Name }, FilledOptions.AsWritten(options), new Surroundings { Kinds = Kinds(kind), Environment = static _ => null }).Should().BeEmpty();
    }

    private static HandlerKinds Kinds(HandlerKind kind) =>
        HandlerKinds.BuiltIn.TryAdd(kind, out var kinds, out var error) ? kinds : throw new InvalidOperationException(error);

    [Fact]
    public void What_is_configured_is_shown_without_secrets()
    {
        var sections = ConfigFile.Parse("f", "pushover: {enabled: true, token: t, user-key: s3cret}", _ => null).Sections;

        ConfigJson.Write(new ServiceTest(HandlerKind.FromType(typeof(PushoverHandler), "test"), "pushover").Describe(sections)).Should().NotContain("s3cret").And.Contain("\"url\":");
    }
}
