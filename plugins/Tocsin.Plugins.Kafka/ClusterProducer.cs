using Confluent.Kafka;

namespace Tocsin.Plugins.Kafka;

/// <summary>A producer for one cluster, for all handlers that write to it. Safe for any thread.</summary>
internal sealed class ClusterProducer : IDisposable
{
    // What is under way is owed by the store anyway.
    private static readonly TimeSpan FarewellLimit = TimeSpan.FromSeconds(1);

    private readonly IProducer<string, byte[]> _producer;
    private volatile string _trouble = "";

    /// <exception cref="KafkaException">The settings can't work.</exception>
    /// <exception cref="InvalidOperationException">The settings can't work.</exception>
    public ClusterProducer(ProducerConfig config, KafkaSettings settings)
    {
        var builder = new ProducerBuilder<string, byte[]>(config)
            .SetLogHandler(static (_, _) => { })
            .SetErrorHandler((_, error) => _trouble = error.Reason);
        if (ClusterConfig.HasToken(settings))
            builder.SetOAuthBearerTokenRefreshHandler((producer, _) => SetToken(producer, settings));
        _producer = builder.Build();
    }

    /// <summary>What the client said last of its connections; empty when nothing. It explains why a message got no acknowledgement.</summary>
    public string Trouble => _trouble;

    /// <exception cref="ProduceException{TKey, TValue}">The message was not taken.</exception>
    public async ValueTask<string> WriteAsync(string topic, string key, byte[] value, CancellationToken cancellationToken)
    {
        var result = await _producer.ProduceAsync(topic, new Message<string, byte[]> { Key = key, Value = value }, cancellationToken).ConfigureAwait(false);
        _trouble = "";
        return result.TopicPartitionOffset.ToString();
    }

    public void Dispose()
    {
        _producer.Flush(FarewellLimit);
        _producer.Dispose();
    }

    private static void SetToken(IProducer<string, byte[]> producer, KafkaSettings settings) => producer.OAuthBearerSetToken(
        settings.SaslAccessToken, DateTimeOffset.MaxValue.ToUnixTimeMilliseconds(), settings.SaslUsername, settings.SaslExtensions.ToDictionary());
}
