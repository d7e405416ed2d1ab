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

    /// <summary>
    /// The address of the incoming webhook; whoever knows it can post. With <see cref="Token"/> the address of the method, by default Slack's own.
    /// </summary>
    [Secret]
    public Uri? Url { get; init; }

    /// <summary>The token of a Slack app that may write to channels, <c>xoxb-…</c>, in the place of a webhook. Empty, the default: a webhook is used.</summary>
    [Secret]
    public string Token { get; init; } = "";

    /// <summary>The channel where a handler names none, a template.</summary>
    public EventTemplate? Channel { get; init; }

    /// <summary>The name where a handler names none, a template.</summary>
    public EventTemplate? Username { get; init; }

    /// <summary>The picture where a handler names none, a template.</summary>
    public EventTemplate? IconEmoji { get; init; }

    /// <summary>Whether any certificate of the service is taken. Default false.</summary>
    public bool InsecureSkipVerify { get; init; }

    /// <summary>A PEM file with the authorities whose certificates count. Empty, the default, for those of the system.</summary>
    public string SslCa { get; init; } = "";

    /// <summary>A PEM file with the certificate to show. Empty, the default, for none.</summary>
    public string SslCert { get; init; } = "";

    /// <summary>The PEM file with its key. Empty, the default, when it stands beside the certificate.</summary>
    public string SslKey { get; init; } = "";

    /// <summary>Whether every alert without a Slack handler gets one. Default false.</summary>
    public bool Global { get; init; }

    /// <summary>Whether alerts that get a handler that way send changes of state only. Default false.</summary>
    public bool StateChangesOnly { get; init; }

    public IEnumerable<OptionProblem> Check()
    {
        if (SslKey.Length > 0 && SslCert.Length == 0)
            yield return new OptionProblem("ssl-key", "needs ssl-cert too");
        if (Enabled && Url is null && Token.Length == 0)
            yield return new OptionProblem("url", "Slack is enabled but has neither url nor token; make an incoming webhook and copy its address, or an app and copy its bot token");
    }
}
