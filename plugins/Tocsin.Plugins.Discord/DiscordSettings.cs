using Tocsin.Sdk;

namespace Tocsin.Plugins.Discord;

/// <summary>One Discord webhook.</summary>
[ServiceSettings("discord", ListKey = "workspace")]
internal sealed record DiscordSettings : ICheckedOptions
{
    /// <summary>Switches the workspace on. Default false.</summary>
    public bool Enabled { get; init; }

    /// <summary>Whether handlers that name no workspace use this one.</summary>
    public bool Default { get; init; }

    /// <summary>The name handlers use.</summary>
    public string Workspace { get; init; } = "";

    /// <summary>The address of the webhook; whoever knows it can post.</summary>
    [Secret]
    public Uri? Url { get; init; }

    /// <summary>Whether the message shows the time of the data. Default false.</summary>
    public bool Timestamp { get; init; }

    /// <summary>The name where a handler names none, a template.</summary>
    public EventTemplate? Username { get; init; }

    /// <summary>The picture where a handler names none, a template.</summary>
    public EventTemplate? AvatarUrl { get; init; }

    /// <summary>The title where a handler names none, a template.</summary>
    public EventTemplate? EmbedTitle { get; init; }

    /// <summary>Whether every alert without a Discord handler gets one. Default false.</summary>
    public bool Global { get; init; }

    /// <summary>Whether alerts that get a handler that way send changes of state only. Default false.</summary>
    public bool StateChangesOnly { get; init; }

    public IEnumerable<OptionProblem> Check()
    {
        if (Enabled && Url is null)
            yield return new OptionProblem("url", "Discord is enabled but has no url; make a webhook in the channel's settings and copy its address");
    }
}
