using Tocsin.Sdk;

namespace Tocsin.Plugins.HipChat;

/// <summary>What one HipChat handler can say.</summary>
[HandlerOptions]
internal sealed record HipChatOptions : IServedOptions
{
    /// <summary>Name or number of the room, a template. Empty, the default: the one of the configuration.</summary>
    [Destination]
    public EventTemplate? Room { get; init; }

    /// <summary>The token that may notify the room. Empty, the default: the one of the configuration.</summary>
    [Secret]
    public string Token { get; init; } = "";

    public IEnumerable<OptionProblem> CheckDelivery(object? settings)
    {
        if (settings is not HipChatSettings configured)
            yield break;
        if (string.IsNullOrEmpty(Room?.Text) && string.IsNullOrEmpty(configured.Room?.Text))
            yield return new OptionProblem("room", "there is no room to notify: name it in the handler or in the section 'hipchat' of the server's configuration");
        if (Token.Length == 0 && configured.Token.Length == 0)
            yield return new OptionProblem("token", "there is no token to notify the room with: give it in the handler or in the section 'hipchat' of the server's configuration");
    }
}
