using Tocsin.Sdk;

namespace Tocsin.Plugins.Talk;

/// <summary>The webhook of Talk that all handlers use.</summary>
[ServiceSettings("talk")]
internal sealed record TalkSettings : ICheckedOptions
{
    /// <summary>Switches the service on. Default false.</summary>
    public bool Enabled { get; init; }

    /// <summary>The address of the incoming webhook; whoever knows it can post.</summary>
    [Secret]
    public Uri? Url { get; init; }

    /// <summary>The name under which messages appear. Empty, the default: the product's.</summary>
    [OptionAlias("author_name")]
    public string AuthorName { get; init; } = "";

    public IEnumerable<OptionProblem> Check()
    {
        if (Enabled && Url is null)
            yield return new OptionProblem("url", "Talk is enabled but has no url; make an incoming webhook in the team's integrations and copy its address");
    }
}
