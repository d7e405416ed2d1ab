using System.Text;
using Confluent.Kafka;

namespace Tocsin.Plugins.Tests.Kafka;

/// <summary>A cluster of one broker that the client library plays, and what was written to it.</summary>
internal sealed class MockCluster : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly IAdminClient _cluster;
    private readonly List<IConsumer<string, byte[]>> _consumers = [];

    public MockCluster()
    {
        var config = new AdminClientConfig();
        config.Set("test.mock.num.brokers", "1");
        _cluster = new AdminClientBuilder(config).SetLogHandler((_, _) => { }).Build();
        var broker = _cluster.GetMetadata(Limit).Brokers.Single();
        Broker = $"{broker.Host}:{broker.Port}";
    }

    public string Broker { get; }

    /// <summary>So many messages of a topic: <c>partition key text</c>, as they came.</summary>
    public IReadOnlyList<string> Read(string topic, int count)
    {
        var consumer = new ConsumerBuilder<string, byte[]>(new ConsumerConfig { BootstrapServers = Broker, GroupId = topic, AutoOffsetReset = AutoOffsetReset.Earliest })
            .SetLogHandler((_, _) => { }).SetErrorHandler((_, _) => { }).Build();
        _consumers.Add(consumer);
        var partitions = _cluster.GetMetadata(topic, Limit).Topics.Single().Partitions;
        consumer.Assign(partitions.Select(partition => new TopicPartitionOffset(topic, partition.PartitionId, Offset.Beginning)));
        var messages = new List<string>();
        while (messages.Count < count && consumer.Consume(Limit) is { Message: { } message } found)
            messages.Add($"{found.Partition.Value} {message.Key} {Encoding.UTF8.GetString(message.Value)}");
        return messages;
    }

    public void Dispose()
    {
        _consumers.ForEach(consumer => consumer.Dispose());
        _cluster.Dispose();
    }
}
