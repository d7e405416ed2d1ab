namespace Tocsin.Plugins.Kafka;

/// <summary>How the partition of a message follows from its key.</summary>
internal static class PartitionHash
{
    /// <summary>What librdkafka calls the ways that Kapacitor has.</summary>
    private static readonly Dictionary<string, string> Partitioners = new(StringComparer.OrdinalIgnoreCase)
    {
        [""] = "consistent_random",
        ["crc32"] = "consistent_random",
        ["murmur2"] = "murmur2_random",
        ["fnv-1a"] = "fnv1a_random",
    };

    public static bool IsKnown(string algorithm) => Partitioners.ContainsKey(algorithm);

    /// <summary>The partitioner of a producer.</summary>
    public static string Of(KafkaOptions options) =>
        options.DisablePartitionById ? "random" : Partitioners.GetValueOrDefault(options.PartitionAlgorithm, "consistent_random");
}
