using Tocsin.Sdk;

namespace Tocsin.Plugins.Pushover;

/// <summary>The application at Pushover that all handlers use.</summary>
[ServiceSettings("pushover")]
internal sealed record PushoverSettings : ICheckedOptions
{
    /// <summary>Switches the service on. Default false.</summary>
    public bool Enabled { get; init; }

    /// <summary>The token of the application.</summary>
    [Secret]
    public string Token { get; init; } = "";

    /// <summary>The user or group where a handler names none, a template.</summary>
    [Secret]
    public EventTemplate? UserKey { get; init; }

    /// <summary>The address that messages are posted to.</summary>
    public Uri Url { get; init; } = new("https://api.pushover.net/1/messages.json");

    public IEnumerable<OptionProblem> Check()
    {
        if (Enabled && Token.Length == 0)
            yield return new OptionProblem("token", "Pushover is enabled but has no token; register an application at pushover.net and copy its token");
    }
}
