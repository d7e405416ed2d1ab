using Tocsin.Sdk;

namespace Tocsin.Plugins.Alerta;

/// <summary>The Alerta server that all handlers use.</summary>
[ServiceSettings("alerta")]
internal sealed record AlertaSettings : ICheckedOptions
{
    /// <summary>Switches the service on. Default false.</summary>
    public bool Enabled { get; init; }

    /// <summary>The address of the API, such as <c>https://alerta.example.com/api</c>.</summary>
    public Uri? Url { get; init; }

    /// <summary>Whether any certificate of the server is taken. Default false.</summary>
    public bool InsecureSkipVerify { get; init; }

    /// <summary>The key or token where a handler names none. Empty, the default, sends none.</summary>
    [Secret]
    public string Token { get; init; } = "";

    /// <summary>What stands before the token in the request. Default <c>Bearer</c>; for API keys <c>Key</c>.</summary>
    public string TokenPrefix { get; init; } = "";

    /// <summary>The environment where a handler names none, a template.</summary>
    public EventTemplate? Environment { get; init; }

    /// <summary>Who sends where a handler does not say, a template. Empty, the default: the product's name.</summary>
    public EventTemplate? Origin { get; init; }

    /// <summary>After how long Alerta takes alerts for gone that are not sent again. Default 24 h.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromHours(24);

    public IEnumerable<OptionProblem> Check()
    {
        if (Enabled && Url is null)
            yield return new OptionProblem("url", "Alerta is enabled but has no url; give the address of its API, such as https://alerta.example.com/api");
    }
}
