using MQTTnet;

namespace Tocsin.Plugins.Mqtt;

/// <summary>A broker answered that it does not want the connection.</summary>
internal sealed class BrokerRefusedException(MqttClientConnectResultCode code, string? reason)
    : Exception(string.IsNullOrEmpty(reason) ? code.ToString() : $"{code}: {reason}")
{
    /// <summary>True when the same connection will not be taken later either.</summary>
    public bool IsPermanent => code is MqttClientConnectResultCode.BadUserNameOrPassword or MqttClientConnectResultCode.NotAuthorized
        or MqttClientConnectResultCode.ClientIdentifierNotValid or MqttClientConnectResultCode.UnsupportedProtocolVersion
        or MqttClientConnectResultCode.BadAuthenticationMethod or MqttClientConnectResultCode.Banned;
}
