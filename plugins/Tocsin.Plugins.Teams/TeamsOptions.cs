using Tocsin.Sdk;

namespace Tocsin.Plugins.Teams;

/// <summary>What one Teams handler can say.</summary>
[HandlerOptions]
internal sealed record TeamsOptions
{
    /// <summary>The address of the channel's webhook. Without one: that of the configuration.</summary>
    [Secret]
    [ScriptProperty("channelURL")]
    public Uri? ChannelUrl { get; init; }
}
