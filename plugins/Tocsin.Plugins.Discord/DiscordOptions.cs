using Tocsin.Sdk;

namespace Tocsin.Plugins.Discord;

/// <summary>What one Discord handler can say; what is left empty is taken from the workspace's configuration.</summary>
[HandlerOptions]
internal sealed record DiscordOptions
{
    /// <summary>The configured workspace. Empty: the default one.</summary>
    public string Workspace { get; init; } = "";

    /// <summary>The name the message appears under.</summary>
    public string Username { get; init; } = "";

    /// <summary>The address of the picture beside the name.</summary>
    [ScriptProperty("avatarURL")]
    public string AvatarUrl { get; init; } = "";

    /// <summary>The title of the message. Empty: the level and the id.</summary>
    public string EmbedTitle { get; init; } = "";
}
