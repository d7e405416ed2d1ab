using Tocsin.Sdk;

namespace Tocsin.Plugins.Alertmanager;

/// <summary>The Alertmanager that all handlers use.</summary>
[ServiceSettings("alertmanager")]
internal sealed record AlertmanagerSettings : ICheckedOptions
{
    /// <summary>Switches the service on. Default false.</summary>
    public bool Enabled { get; init; }

    /// <summary>The address up to <c>/api/v2</c>.</summary>
    public Uri? Url { get; init; }

    /// <summary>The name for basic authentication. Empty, the default: none.</summary>
    public string Username { get; init; } = "";

    /// <summary>The password for basic authentication.</summary>
    [Secret]
    public string Password { get; init; } = "";

    /// <summary>A bearer token, instead of name and password.</summary>
    [Secret]
    public string Token { get; init; } = "";

    /// <summary>
    /// How long after the last event Alertmanager takes an alert as firing when nobody says that it ended. Default 30 days. Without it,
    /// Alertmanager would end every alert after minutes, since events are not repeated.
    /// </summary>
    public TimeSpan FiringFor { get; init; } = TimeSpan.FromDays(30);

    /// <summary>Whether every alert without such a handler gets one. Default false.</summary>
    public bool Global { get; init; }

    public IEnumerable<OptionProblem> Check()
    {
        if (Enabled && Url is null)
            yield return new OptionProblem("url", "Alertmanager is enabled but has no url, such as http://alertmanager:9093");
        if (FiringFor <= TimeSpan.Zero)
            yield return new OptionProblem("firing-for", "an alert must fire for some time, such as 720h");
        if (Username.Length > 0 && Token.Length > 0)
            yield return new OptionProblem("token", "there is a username too: use one of them");
    }
}
