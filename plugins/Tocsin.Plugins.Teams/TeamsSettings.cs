using Tocsin.Sdk;

namespace Tocsin.Plugins.Teams;

/// <summary>The channel that handlers use which name none.</summary>
[ServiceSettings("teams")]
internal sealed record TeamsSettings
{
    /// <summary>Switches the service on. Default false.</summary>
    public bool Enabled { get; init; }

    /// <summary>The address of the channel's webhook; whoever knows it can post.</summary>
    [Secret]
    public Uri? ChannelUrl { get; init; }

    /// <summary>Whether the older MessageCard is sent, as Kapacitor does. Default false: an adaptive card, which workflows take.</summary>
    public bool MessageCard { get; init; }

    /// <summary>Whether every alert without a Teams handler gets one. Default false.</summary>
    public bool Global { get; init; }

    /// <summary>Whether alerts that get a handler that way send changes of state only. Default false.</summary>
    public bool StateChangesOnly { get; init; }
}
