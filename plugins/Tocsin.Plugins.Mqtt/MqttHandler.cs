using MQTTnet;
using MQTTnet.Protocol;
using Tocsin.Sdk;

namespace Tocsin.Plugins.Mqtt;

/// <summary>Publishes the messages of alerts to a topic of an MQTT broker.</summary>
[AlertHandler("mqtt")]
[ServiceTest("broker-name")]
[ServiceTest("topic", Default = "test")]
[ServiceTest("message", EventPart.Message)]
[ServiceTest("qos")]
[ServiceTest("retained")]
internal sealed class MqttHandler(MqttOptions options, MqttSettings settings, HandlerContext context, TimeProvider time) : IAlertHandler, IDisposable
{
    private static readonly SharedConnections<BrokerConnection> Connections = new();

    private static readonly Delivery NoAddress = Delivery.Refused("MQTT: no broker to publish to: set 'url' in the section 'mqtt' of the server's configuration");

    private readonly EventTexts _texts = new("MQTT", context);
    private readonly SecretTexts _secrets = new(settings.Password);
    private readonly SharedConnection<BrokerConnection>? _shared = settings.Url is { } url
        ? Connections.Take(settings.ToString(), () => new BrokerConnection(settings, url, time))
        : null;

    public async ValueTask<Delivery> HandleAsync(AlertEvent alert, CancellationToken cancellationToken)
    {
        if (_shared is null)
            return NoAddress;

        var topic = _texts.Of("topic", alert, options.Topic);
        if (topic.Text.Length == 0)
            return Delivery.Refused(topic.Problem);
        if (!MqttTopic.IsValid(topic.Text))
            return Delivery.Refused($"MQTT: '{LimitedText.Cut(topic.Text, 200)}', the topic for the alert '{alert.Id}', isn't one to publish to: it may have neither + nor # and 65535 bytes at most");

        var message = new MqttApplicationMessageBuilder()
            .WithTopic(topic.Text)
            .WithPayload(alert.Message)
            .WithQualityOfServiceLevel((MqttQualityOfServiceLevel)options.Qos)
            .WithRetainFlag(options.Retained)
            .Build();
        try
        {
            var result = await _shared.Connection.PublishAsync(message, cancellationToken).ConfigureAwait(false);
            return result.IsSuccess ? Delivery.Done : Delivery.Refused($"the MQTT broker '{settings.Name}' does not take the message for '{topic.Text}': {result.ReasonCode}");
        }
        catch (Exception e) when (BrokerFailure.TryJudge(e, settings, out var failed))
        {
            // The library takes the end of an attempt for a connection that failed.
            cancellationToken.ThrowIfCancellationRequested();
            return _secrets.Hide(failed);
        }
    }

    public void Dispose() => _shared?.Dispose();
}
