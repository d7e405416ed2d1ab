using Tocsin.Sdk;

namespace Tocsin.Plugins.Mqtt;

/// <summary>What one MQTT handler can say.</summary>
[HandlerOptions]
internal sealed record MqttOptions : ICheckedOptions
{
    /// <summary>The configured broker, by its name. Empty: the default one.</summary>
    [Destination]
    public string BrokerName { get; init; } = "";

    /// <summary>The topic of the broker, a template.</summary>
    [Destination]
    [ScriptProperty("topic", IsArgument = true)]
    [ScriptProperty("topic")]
    public required EventTemplate Topic { get; init; }

    /// <summary>How sure it is that the broker gets the message: <c>at-most-once</c> (0), <c>at-least-once</c> (1) or <c>exactly-one</c> (2). Default <c>at-most-once</c>.</summary>
    public MqttQos Qos { get; init; }

    /// <summary>Whether the broker keeps the message for those who subscribe later. Default false.</summary>
    [ScriptProperty("retained", TakesValue = true)]
    public bool Retained { get; init; }

    public IEnumerable<OptionProblem> Check()
    {
        if (Topic.Text.Length == 0)
            yield return new OptionProblem("topic", "there is no topic to publish to: name one");
        else if (!Topic.HasParts && !MqttTopic.IsValid(Topic.Text))
            yield return new OptionProblem("topic", $"'{Topic.Text}' isn't a topic to publish to: + and # are for those who subscribe");
    }
}
