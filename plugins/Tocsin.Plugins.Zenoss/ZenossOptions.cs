using Tocsin.Sdk;

namespace Tocsin.Plugins.Zenoss;

/// <summary>What one Zenoss handler can say; what is left empty is taken from the configuration.</summary>
[HandlerOptions]
internal sealed record ZenossOptions
{
    /// <summary>The address of the events router. Empty, the default: the one of the configuration.</summary>
    [Destination]
    [ScriptProperty("URL")]
    public Uri? Url { get; init; }

    /// <summary>The user to log in as. Empty, the default: the one of the configuration.</summary>
    public string Username { get; init; } = "";

    [Secret]
    public string Password { get; init; } = "";

    /// <summary>The router. Empty, the default: the one of the configuration.</summary>
    public string Action { get; init; } = "";

    /// <summary>The router's method. Empty, the default: the one of the configuration.</summary>
    public string Method { get; init; } = "";

    /// <summary>The type of the request. Empty, the default: the one of the configuration.</summary>
    public string Type { get; init; } = "";

    /// <summary>The number of the request. 0, the default: the one of the configuration.</summary>
    [ScriptProperty("tid")]
    [ScriptProperty("TID")]
    public long Tid { get; init; }

    /// <summary>The summary, a template. Default: the alert's message.</summary>
    public EventTemplate? Summary { get; init; }

    /// <summary>The device that the event is about, a template. Zenoss refuses events without one.</summary>
    public EventTemplate? Device { get; init; }

    /// <summary>The part of the device, a template.</summary>
    public EventTemplate? Component { get; init; }

    /// <summary>The key by which Zenoss finds the event's class, a template.</summary>
    [OptionAlias("eventClassKey")]
    public EventTemplate? EventClassKey { get; init; }

    /// <summary>The event's class, <c>/App/Failed</c>, a template.</summary>
    [OptionAlias("eventClass")]
    public EventTemplate? EventClass { get; init; }

    /// <summary>The collector, a template. Default: the one of the configuration.</summary>
    public EventTemplate? Collector { get; init; }

    /// <summary>The long text, a template. Default: the alert's details, when somebody wrote any.</summary>
    public EventTemplate? Message { get; init; }

    /// <summary>Further fields of the event by name; texts are templates, and JSON where they hold an object or a list. Default: none.</summary>
    [ScriptProperty("customField")]
    [OptionAlias("customField")]
    [OptionAlias("customFields")]
    public IReadOnlyDictionary<string, object> CustomFields { get; init; } = new Dictionary<string, object>();
}
