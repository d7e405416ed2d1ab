using Tocsin.Sdk;

namespace Tocsin.Plugins.Mqtt;

/// <summary>How sure it is that the broker gets a message.</summary>
[NumberedChoice]
internal enum MqttQos
{
    /// <summary>It is sent and forgotten.</summary>
    AtMostOnce,

    /// <summary>The broker acknowledges it; it may get it twice.</summary>
    AtLeastOnce,

    /// <summary>The broker gets it once. The word is Kapacitor's.</summary>
    ExactlyOne,
}
