using Tocsin.Sdk;

namespace Tocsin.Plugins.Kafka;

/// <summary>What one Kafka handler can say.</summary>
[HandlerOptions]
internal sealed record KafkaOptions : ICheckedOptions, IServedOptions
{
    /// <summary>The configured cluster, by its id. Empty: the default one.</summary>
    [Destination]
    public string Cluster { get; init; } = "";

    /// <summary>The topic of Kafka, a template.</summary>
    [Destination]
    [ScriptProperty("kafkaTopic")]
    public EventTemplate? Topic { get; init; }

    /// <summary>The message, a template. Empty, the default: the event as JSON.</summary>
    public EventTemplate? Template { get; init; }

    /// <summary>Whether messages go to partitions at random, and not by the alert's id. Default false.</summary>
    [OptionAlias("disablePartitionById")]
    public bool DisablePartitionById { get; init; }

    /// <summary>How the partition follows from the alert's id: <c>crc32</c>, <c>murmur2</c> or <c>fnv-1a</c>. Default <c>crc32</c>.</summary>
    [ScriptProperty("partitionHashAlgorithm")]
    [OptionAlias("partitionAlgorithm")]
    public string PartitionAlgorithm { get; init; } = "";

    public IEnumerable<OptionProblem> Check()
    {
        if (!PartitionHash.IsKnown(PartitionAlgorithm))
            yield return new OptionProblem("partition-algorithm", $"'{PartitionAlgorithm}' isn't known: write crc32, murmur2 or fnv-1a");
    }

    public IEnumerable<OptionProblem> CheckDelivery(object? settings)
    {
        if (string.IsNullOrEmpty(Topic?.Text))
            yield return new OptionProblem("topic", "there is no topic to write to: name one");
    }
}
