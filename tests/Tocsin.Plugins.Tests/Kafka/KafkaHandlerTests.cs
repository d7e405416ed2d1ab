using Tocsin.Plugins.Kafka;
using Tocsin.Plugins.Tests.Testing;
using Tocsin.Sdk;

namespace Tocsin.Plugins.Tests.Kafka;

public sealed class KafkaHandlerTests : IDisposable
{
    private static readonly AlertEvent Alert = Events.Critical() with { Message = "m", Tags = new Dictionary<string, string> { ["team"] = "db" } };

    private readonly KindRig _rig = new();
    private readonly MockCluster _cluster = new();
    private readonly List<IAlertHandler> _made = [];

    public void Dispose()
    {
        _made.OfType<IDisposable>().ToList().ForEach(handler => handler.Dispose());
        _cluster.Dispose();
        _rig.Dispose();
    }

    [Fact]
    public async Task Event_is_written_byte_for_byte_with_its_id_as_the_key()
    {
        var delivery = await Made("""{"topic":"alerts-{{ index .Tags \"team\" }}"}""").HandleAsync(Alert, default);

        delivery.Outcome.Should().Be(DeliveryOutcome.Done, delivery.Reason);
        _cluster.Read("alerts-db", 1).Single()[2..].Should().Be(
            """
            cpu/a {"id":"cpu/a","message":"m","details":"","time":"2020-01-01T00:01:00Z","duration":60000000000,"level":"CRITICAL",
            "data":{"series":[{"name":"cpu","values":[["2020-01-01T00:01:00Z",31]]}]},"previousLevel":"WARNING","recoverable":true}
            """.ReplaceLineEndings("") + "\n");
    }

    [Fact]
    public async Task Template_makes_the_message_and_one_that_fails_the_event()
    {
        var handler = Made("""{"topic":"t","template":"{{ .ID }} {{ .Message }} {{ range .Data.Series }}{{ .Name }}{{ end }} {{ if gt .Message 1 }}{{ end }}{{ .PreviousLevel }}"}""");
        await handler.HandleAsync(Alert, default);
        await Made("""{"topic":"t","template":"{{ .ID }} {{ .Message }} {{ range .Data.Series }}{{ .Name }}{{ end }} {{ .PreviousLevel }}"}""").HandleAsync(Alert, default);

        var messages = _cluster.Read("t", 2).Select(message => message[2..]).ToList();

        messages[0].Should().StartWith("cpu/a {\"id\":");
        messages[1].Should().Be("cpu/a cpu/a m cpu WARNING");
        _rig.Log.Should().ContainSingle().Which.Should().StartWith("Kafka: option 'template' of the alert 'cpu/a': ").And.EndWith("; the event is written as JSON");
    }

    [Theory]
    [InlineData("{\"topic\":\"p\"}", true)]
    [InlineData("{\"topic\":\"p\",\"partitionAlgorithm\":\"murmur2\"}", true)]
    [InlineData("{\"topic\":\"p\",\"partition-algorithm\":\"fnv-1a\"}", true)]
    [InlineData("{\"topic\":\"p\",\"disablePartitionById\":true}", false)]
    public async Task Events_of_one_id_go_to_one_partition_unless_the_handler_does_not_want_it(string options, bool isOne)
    {
        var handler = Made(options);
        for (var i = 0; i < 40; i++)
            await handler.HandleAsync(Alert, default);

        _cluster.Read("p", 40).Select(message => message[..1]).Distinct().Should().HaveCount(isOne ? 1 : 4);
    }

    [Fact]
    public async Task Cluster_is_chosen_by_its_id()
    {
        var configuration = $$"""
            kafka:
              - {id: other, enabled: true, brokers: ['127.0.0.1:1']}
              - {id: main, enabled: true, default: true, brokers: ['{{_cluster.Broker}}']}
            """;

        foreach (var options in new[] { """{"topic":"c"}""", """{"topic":"c","cluster":"main"}""" })
            (await Made(options, configuration).HandleAsync(Alert, default)).Outcome.Should().Be(DeliveryOutcome.Done);

        _cluster.Read("c", 2).Should().HaveCount(2);
        _rig.TryCreate(typeof(KafkaHandler), configuration, """{"topic":"c","cluster":"mian"}""", out _, out var error).Should().BeFalse();
        error.Should().Contain("section 'kafka' has no cluster 'mian'; did you mean 'main'?");
    }

    [Fact]
    public async Task Message_that_is_too_long_is_refused()
    {
        var delivery = await Made("""{"topic":"t"}""").HandleAsync(Alert with { Message = new string('x', 2_000_000) }, default);

        delivery.Outcome.Should().Be(DeliveryOutcome.Refused);
        delivery.Reason.Should().Be("Kafka: the cluster 'default' did not take the message for the topic 't': Broker: Message size too large");
    }

    [Fact]
    public async Task Cluster_that_is_away_is_said_with_the_cause()
    {
        var delivery = await Made("""{"topic":"t"}""", "kafka: {id: far, enabled: true, brokers: ['127.0.0.1:1'], timeout: 1s}").HandleAsync(Alert, default);

        delivery.Outcome.Should().Be(DeliveryOutcome.Retry);
        delivery.Reason.Should().StartWith("Kafka: the cluster 'far' did not take the message for the topic 't': Local: Message timed out (");
    }

    [Theory]
    [InlineData("use-ssl: true, ssl-ca: /no/such.pem", "Kafka: the cluster 'default' can't be used as it is configured: ")]
    [InlineData("sasl-mechanism: OAUTHBEARER", "Kafka: the cluster 'default' can't be used as it is configured: ")]
    public async Task Settings_that_cannot_work_are_refused(string settings, string reason)
    {
        var delivery = await Made("""{"topic":"t"}""", $"kafka: {{enabled: true, brokers: ['127.0.0.1:1'], {settings}}}").HandleAsync(Alert, default);

        delivery.Outcome.Should().Be(DeliveryOutcome.Refused);
        delivery.Reason.Should().StartWith(reason);
    }

    [Fact]
    public async Task Attempt_ends_when_it_is_cancelled()
    {
        using var cancellation = new CancellationTokenSource();
        var attempt = Made("""{"topic":"t"}""", "kafka: {enabled: true, brokers: ['127.0.0.1:1'], timeout: 1m}").HandleAsync(Alert, cancellation.Token).AsTask();

        await cancellation.CancelAsync();

        await attempt.Invoking(a => a.WaitAsync(TimeSpan.FromSeconds(30))).Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public void Mistakes_are_told()
    {
        new KafkaSettings { Enabled = true, SaslMechanism = "GSSAPI", BatchSize = 0 }.Check().Select(problem => problem.Option).Should().Equal("brokers", "sasl-mechanism", "batch-size");
        new KafkaSettings { Brokers = ["kafka"] }.Check().Should().ContainSingle().Which.Message.Should().Be("'kafka' isn't host:port");
        new KafkaOptions { PartitionAlgorithm = "md5" }.Check().Should().ContainSingle().Which.Message.Should().Be("'md5' isn't known: write crc32, murmur2 or fnv-1a");
        new KafkaOptions().CheckDelivery(null).Should().ContainSingle().Which.Option.Should().Be("topic");
    }

    private IAlertHandler Made(string options, string? configuration = null)
    {
        _made.Add(_rig.Create(typeof(KafkaHandler), configuration ?? $"kafka: {{enabled: true, brokers: ['{_cluster.Broker}']}}", options));
        return _made[^1];
    }
}
