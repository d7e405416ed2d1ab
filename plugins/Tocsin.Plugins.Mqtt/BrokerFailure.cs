using System.Diagnostics.CodeAnalysis;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using MQTTnet.Exceptions;
using Tocsin.Sdk;

namespace Tocsin.Plugins.Mqtt;

/// <summary>What becomes of a message that could not be published.</summary>
internal static class BrokerFailure
{
    /// <summary>True for what is wrong with a connection.</summary>
    public static bool IsTrouble(Exception failure) => failure is MqttCommunicationException or MqttProtocolViolationException or SocketException or IOException
        or WebSocketException or AuthenticationException or ObjectDisposedException or MqttClientNotConnectedException or MqttClientDisconnectedException
        or MqttClientUnexpectedDisconnectReceivedException;

    /// <summary>Judges what was thrown. False for what is not about the broker, and for what was cancelled.</summary>
    public static bool TryJudge(Exception failure, MqttSettings settings, [NotNullWhen(true)] out Delivery? delivery)
    {
        var broker = $"the MQTT broker '{settings.Name}'";
        delivery = failure switch
        {
            OperationCanceledException => null,
            BrokerRefusedException { IsPermanent: true } => Delivery.Refused($"{broker} refuses the connection: {failure.Message}"),
            BrokerRefusedException => Delivery.Retry($"{broker} refuses the connection now: {failure.Message}"),
            CryptographicException or FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException =>
                Delivery.Refused($"a certificate for {broker} can't be read: {failure.Message}"),
            _ when Untrusted(failure) is { } why => Delivery.Refused($"{broker} could not be trusted: {why}; 'insecure-skip-verify: true' takes any certificate"),
            _ when IsTrouble(failure) => Delivery.Retry($"{broker} could not be reached: {failure.GetBaseException().Message}"),
            _ => null,
        };
        return delivery is not null;
    }

    // The cause stands within.
    private static string? Untrusted(Exception failure)
    {
        for (var cause = failure; cause is not null; cause = cause.InnerException)
        {
            if (cause is AuthenticationException { InnerException: null })
                return cause.Message;
        }

        return null;
    }
}
