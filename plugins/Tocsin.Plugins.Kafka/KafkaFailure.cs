using Confluent.Kafka;
using Tocsin.Sdk;

namespace Tocsin.Plugins.Kafka;

/// <summary>What becomes of a message that a cluster did not take.</summary>
internal static class KafkaFailure
{
    public static Delivery Judge(Error error, string cluster, string topic, string trouble)
    {
        var said = $"Kafka: the cluster '{cluster}' did not take the message for the topic '{topic}': {error.Reason}";
        if (error.Code is ErrorCode.Local_MsgTimedOut && trouble.Length > 0)
            said += $" ({trouble})";
        return IsPermanent(error.Code) ? Delivery.Refused(said) : Delivery.Retry(said);
    }

    // A topic that is not there may be made, and a login that fails may be mended, at the cluster.
    private static bool IsPermanent(ErrorCode code) => code is ErrorCode.MsgSizeTooLarge or ErrorCode.InvalidMsgSize or ErrorCode.InvalidMsg or ErrorCode.InvalidRecord
        or ErrorCode.RecordListTooLarge or ErrorCode.TopicException or ErrorCode.TopicAuthorizationFailed or ErrorCode.ClusterAuthorizationFailed
        or ErrorCode.PolicyViolation;
}
