using Tocsin.Sdk;

namespace Tocsin.Plugins.Slack;

/// <summary>One Slack workspace.</summary>
[ServiceSettings("slack", ListKey = "workspace")]
internal sealed record SlackSettings : ICheckedOptions
{
    /// <summary>Switches the workspace on. Default false.</summary>
    public bool Enabled { get; init; }

    /// <summary>Whether handlers that name no workspace use this one.</summary>
    public bool Default { get; init; }

    /// <summary>The name handlers use.</summary>
    public string Workspace { get; init; } = "";

    /// <summary>The address of the incoming webhook; whoever knows it can post.</summary>
    [Secret]
    public Uri? Url { get; init; }

    public string Channel { get; init; } = "";

    public string Username { get; init; } = "";

    public string IconEmoji { get; init; } = "";

    /// <summary>Whether every alert without a Slack handler gets one. Default false.</summary>
    public bool Global { get; init; }

    /// <summary>Whether alerts that get a handler that way send changes of state only. Default false.</summary>
    public bool StateChangesOnly { get; init; }

    public IEnumerable<OptionProblem> Check()
    {
        if (Enabled && Url is null)
            yield return new OptionProblem("url", "Slack is enabled but has no url; make an incoming webhook and copy its address");
    }
}
