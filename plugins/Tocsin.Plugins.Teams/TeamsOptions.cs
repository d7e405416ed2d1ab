using Tocsin.Sdk;

namespace Tocsin.Plugins.Teams;

/// <summary>What one Teams handler can say.</summary>
[HandlerOptions]
internal sealed record TeamsOptions : ICheckedOptions, IServedOptions
{
    /// <summary>The address of the channel's webhook, a template. Without one: that of the configuration.</summary>
    [Secret]
    [ScriptProperty("channelURL")]
    public EventTemplate? ChannelUrl { get; init; }

    public IEnumerable<OptionProblem> Check()
    {
        if (ChannelUrl is { HasParts: false, Text.Length: > 0 } && !Uri.TryCreate(ChannelUrl.Text, UriKind.Absolute, out _))
            yield return new OptionProblem("channel-url", "what is given isn't an address such as https://host/path");
    }

    public IEnumerable<OptionProblem> CheckDelivery(object? settings)
    {
        if (settings is TeamsSettings { ChannelUrl: null } && string.IsNullOrEmpty(ChannelUrl?.Text))
            yield return new OptionProblem("channel-url", "there is no channel to post to: give its address in the handler or in the section 'teams' of the server's configuration");
    }
}
