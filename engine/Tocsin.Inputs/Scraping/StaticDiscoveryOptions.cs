using Tocsin.Sdk;

namespace Tocsin.Inputs.Scraping;

/// <summary>Targets that scrapers ask, listed by hand.</summary>
public sealed record StaticDiscoveryOptions : ICheckedOptions
{
    /// <summary>Default false.</summary>
    public bool Enabled { get; init; }

    /// <summary>What scrapers name it by. Needed.</summary>
    public string Id { get; init; } = "";

    /// <summary>The targets, as <c>host:port</c>.</summary>
    public IReadOnlyList<string> Targets { get; init; } = [];

    /// <summary>Tags of all their points.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    public IEnumerable<OptionProblem> Check()
    {
        if (Id.Length == 0)
            yield return new OptionProblem("id", "is missing: scrapers name it");
        foreach (var target in Targets.Where(target => !IsTarget(target)))
            yield return new OptionProblem("targets", $"'{target}' is not a target: write host:port");
    }

    internal static bool IsTarget(string text) =>
        text.Length > 0 && !text.Contains('/', StringComparison.Ordinal) && !text.Contains('@', StringComparison.Ordinal) && Uri.TryCreate($"http://{text}/", UriKind.Absolute, out _);
}
