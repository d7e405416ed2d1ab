using Tocsin.Sdk;

namespace Tocsin.Plugins.Slack;

/// <summary>What one Slack handler can say; what is left empty is taken from the workspace's configuration.</summary>
[HandlerOptions]
internal sealed record SlackOptions : IServedOptions
{
    /// <summary>The configured workspace. Empty: the default one.</summary>
    [Destination]
    public string Workspace { get; init; } = "";

    /// <summary>The channel, <c>#alerts</c>, or the person, <c>@someone</c>; a template.</summary>
    [Destination]
    public EventTemplate? Channel { get; init; }

    /// <summary>The name the message appears under, a template.</summary>
    public EventTemplate? Username { get; init; }

    /// <summary>The picture of the message, <c>:bell:</c>; a template.</summary>
    public EventTemplate? IconEmoji { get; init; }

    public IEnumerable<OptionProblem> CheckDelivery(object? settings)
    {
        if (settings is SlackSettings { Token.Length: > 0 } app && string.IsNullOrEmpty(Channel?.Text) && string.IsNullOrEmpty(app.Channel?.Text))
            yield return new OptionProblem("channel", "an app needs a channel to post to: name it in the handler or in the section 'slack' of the server's configuration");
    }
}
