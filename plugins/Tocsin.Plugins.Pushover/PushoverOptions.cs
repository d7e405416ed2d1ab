using Tocsin.Sdk;

namespace Tocsin.Plugins.Pushover;

/// <summary>What one Pushover handler can say.</summary>
[HandlerOptions]
internal sealed record PushoverOptions : IServedOptions
{
    /// <summary>The key of the user or group that is notified, a template. Empty, the default: the one of the configuration.</summary>
    [Destination]
    [Secret]
    public EventTemplate? UserKey { get; init; }

    /// <summary>The user's devices, with commas between, a template. Empty, the default: all of them.</summary>
    [Destination]
    public EventTemplate? Device { get; init; }

    /// <summary>The title, a template. Empty, the default: the name of the application at Pushover.</summary>
    public EventTemplate? Title { get; init; }

    /// <summary>A link that is shown with the message, a template. Empty, the default: the first link of the event.</summary>
    [ScriptProperty("URL")]
    public EventTemplate? Url { get; init; }

    /// <summary>What the link says, a template.</summary>
    [ScriptProperty("URLTitle")]
    public EventTemplate? UrlTitle { get; init; }

    /// <summary>The sound of the notification, a template. Empty, the default: the user's own.</summary>
    public EventTemplate? Sound { get; init; }

    public IEnumerable<OptionProblem> CheckDelivery(object? settings)
    {
        if (settings is PushoverSettings configured && string.IsNullOrEmpty(UserKey?.Text) && string.IsNullOrEmpty(configured.UserKey?.Text))
            yield return new OptionProblem("user-key", "there is nobody to notify: give a user key in the handler or in the section 'pushover' of the server's configuration");
    }
}
