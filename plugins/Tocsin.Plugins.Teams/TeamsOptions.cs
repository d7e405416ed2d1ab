using Tocsin.Sdk;

namespace Tocsin.Plugins.Teams;

/// <summary>What one Teams handler can say.</summary>
[HandlerOptions]
internal sealed record TeamsOptions : IServedOptions
{
    /// <summary>The address of the channel's webhook, a template. Without one: that of the configuration.</summary>
    [Destination]
    [Secret]
    [AddressSchemes("http", "https")]
    [ScriptProperty("channelURL")]
    public EventTemplate? ChannelUrl { get; init; }

    public IEnumerable<OptionProblem> CheckDelivery(object? settings)
    {
        if (settings is TeamsSettings { ChannelUrl: null } && string.IsNullOrEmpty(ChannelUrl?.Text))
            yield return new OptionProblem("channel-url", "there is no channel to post to: give its address in the handler or in the section 'teams' of the server's configuration");
    }
}
