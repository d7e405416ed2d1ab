using Tocsin.Sdk;

namespace Tocsin.Plugins.HipChat;

/// <summary>The HipChat server that all handlers use.</summary>
[ServiceSettings("hipchat")]
internal sealed record HipChatSettings : ICheckedOptions
{
    /// <summary>Switches the service on. Default false.</summary>
    public bool Enabled { get; init; }

    /// <summary>The address of the rooms in the API, <c>https://hipchat.example.com/v2/room</c>.</summary>
    public Uri? Url { get; init; }

    /// <summary>The token where a handler names none.</summary>
    [Secret]
    public string Token { get; init; } = "";

    /// <summary>The room where a handler names none, a template.</summary>
    public EventTemplate? Room { get; init; }

    /// <summary>Whether every alert without a HipChat handler gets one. Default false.</summary>
    public bool Global { get; init; }

    /// <summary>Whether alerts that get a handler that way send changes of state only. Default false.</summary>
    public bool StateChangesOnly { get; init; }

    public IEnumerable<OptionProblem> Check()
    {
        if (Enabled && Url is null)
            yield return new OptionProblem("url", "HipChat is enabled but has no url; give the address of the rooms in its API, such as https://hipchat.example.com/v2/room");
    }
}
