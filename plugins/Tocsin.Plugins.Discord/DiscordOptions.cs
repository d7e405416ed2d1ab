using Tocsin.Sdk;

namespace Tocsin.Plugins.Discord;

/// <summary>What one Discord handler can say; what is left empty is taken from the workspace's configuration.</summary>
[HandlerOptions]
internal sealed record DiscordOptions
{
    /// <summary>The configured workspace. Empty: the default one.</summary>
    [Destination]
    public string Workspace { get; init; } = "";

    /// <summary>The name the message appears under, a template.</summary>
    public EventTemplate? Username { get; init; }

    /// <summary>The address of the picture beside the name, a template.</summary>
    [ScriptProperty("avatarURL")]
    public EventTemplate? AvatarUrl { get; init; }

    /// <summary>The title of the message, a template. Empty: the level and the id.</summary>
    public EventTemplate? EmbedTitle { get; init; }
}
