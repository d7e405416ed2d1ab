using Tocsin.Sdk;

namespace Tocsin.Plugins.BigPanda;

/// <summary>The BigPanda account that all handlers use.</summary>
[ServiceSettings("bigpanda")]
internal sealed record BigPandaSettings : ICheckedOptions
{
    /// <summary>Switches the service on. Default false.</summary>
    public bool Enabled { get; init; }

    /// <summary>The address that alerts are posted to.</summary>
    public Uri Url { get; init; } = new("https://api.bigpanda.io/data/v2/alerts");

    /// <summary>The token of the organization.</summary>
    [Secret]
    public string Token { get; init; } = "";

    /// <summary>The key of the integration where a handler names none, a template.</summary>
    public EventTemplate? AppKey { get; init; }

    /// <summary>What of the data becomes a property by itself: <c>tags</c>, <c>fields</c>, both or nothing. Default <c>tags,fields</c>.</summary>
    public string AutoAttributes { get; init; } = "tags,fields";

    /// <summary>Whether any certificate of the service is taken. Default false.</summary>
    public bool InsecureSkipVerify { get; init; }

    /// <summary>Whether every alert without a BigPanda handler gets one. Default false.</summary>
    public bool Global { get; init; }

    /// <summary>Whether alerts that get a handler that way send changes of state only. Default false.</summary>
    public bool StateChangesOnly { get; init; }

    public IEnumerable<OptionProblem> Check()
    {
        if (Enabled && Token.Length == 0)
            yield return new OptionProblem("token", "BigPanda is enabled but has no token; copy it from the page of your integration");
        foreach (var word in AutomaticOnes.Where(word => word is not ("tags" or "fields")))
            yield return new OptionProblem("auto-attributes", $"'{word}' is not known; write tags, fields or both with a comma between");
    }

    /// <summary>Whether tags, or fields, become properties.</summary>
    public bool Adds(string what) => AutomaticOnes.Contains(what);

    private string[] AutomaticOnes => AutoAttributes.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
