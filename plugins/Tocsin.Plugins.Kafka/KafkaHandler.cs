using Confluent.Kafka;
using Tocsin.Sdk;

namespace Tocsin.Plugins.Kafka;

/// <summary>Writes alerts to a topic of a Kafka cluster, with their id as the key.</summary>
[AlertHandler("kafka")]
[ServiceTest("cluster")]
[ServiceTest("topic", Default = "test")]
[ServiceTest("key", EventPart.Id, Default = "key")]
[ServiceTest("message", "template")]
internal sealed class KafkaHandler(KafkaOptions options, KafkaSettings settings, HandlerContext context) : IAlertHandler, IDisposable
{
    private static readonly SharedConnections<ClusterProducer> Producers = new();
    private static readonly Delivery NoTopic = Delivery.Refused("Kafka: no topic to write to: set 'topic' in the handler");

    private readonly EventTexts _texts = new("Kafka", context);
    private readonly SecretTexts _secrets = new(settings.SaslPassword, settings.SaslAccessToken, settings.SaslOauthClientSecret);
    private readonly Lock _gate = new();
    private SharedConnection<ClusterProducer>? _shared;
    private bool _isDisposed;

    public async ValueTask<Delivery> HandleAsync(AlertEvent alert, CancellationToken cancellationToken)
    {
        var topic = _texts.Of("topic", alert, options.Topic);
        if (topic.Text.Length == 0)
            return topic.Problem.Length > 0 ? Delivery.Refused(topic.Problem) : NoTopic;

        ClusterProducer producer;
        try
        {
            producer = Producer();
        }
        catch (DllNotFoundException e)
        {
            // Somebody may put it in place: what is owed waits for that.
            return Delivery.Retry($"Kafka: the native library of the client cannot be loaded on this machine: {e.Message} The README of the plugin says what it needs");
        }
        catch (Exception e) when (e is KafkaException or InvalidOperationException or ArgumentException)
        {
            return Delivery.Refused($"Kafka: the cluster '{settings.Id}' can't be used as it is configured: {_secrets.Hide(e.Message)}");
        }

        try
        {
            var place = await producer.WriteAsync(topic.Text, alert.Id, BodyOf(alert), cancellationToken).ConfigureAwait(false);
            return Delivery.Done with { Reply = place };
        }
        catch (KafkaException e)
        {
            return _secrets.Hide(KafkaFailure.Judge(e.Error, settings.Id, topic.Text, producer.Trouble));
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
            _shared?.Dispose();
        }
    }

    private ClusterProducer Producer()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            var partitioner = PartitionHash.Of(options);
            _shared ??= Producers.Take(KeyOf(partitioner), () => new ClusterProducer(ClusterConfig.Of(settings, partitioner, context.Product), settings));
            return _shared.Connection;
        }
    }

    // All that makes a producer differ from others.
    private string KeyOf(string partitioner) =>
        string.Join('\n', ClusterConfig.Of(settings, partitioner, context.Product).Select(entry => $"{entry.Key}={entry.Value}").Order(StringComparer.Ordinal)
            .Append(settings.SaslAccessToken).Append(settings.SaslUsername));

    // A message that is not as its author wants it is better than none.
    private byte[] BodyOf(AlertEvent alert)
    {
        if (options.Template is { Text.Length: > 0 } template)
        {
            if (template.TryRender(alert, out var text, out var error))
                return System.Text.Encoding.UTF8.GetBytes(text);
            context.Log($"Kafka: option 'template' of the alert '{alert.Id}': {error}; the event is written as JSON");
        }

        return context.EventJson(alert).ToArray();
    }
}
