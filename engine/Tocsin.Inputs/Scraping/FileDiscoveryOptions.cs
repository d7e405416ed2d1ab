using Tocsin.Sdk;

namespace Tocsin.Inputs.Scraping;

/// <summary>Targets that scrapers ask, in files that others write: <c>[{"targets": ["host:port"], "labels": {"region": "eu"}}]</c>, in JSON or YAML.</summary>
public sealed record FileDiscoveryOptions : ICheckedOptions
{
    /// <summary>Default false.</summary>
    public bool Enabled { get; init; }

    /// <summary>What scrapers name it by. Needed.</summary>
    public string Id { get; init; } = "";

    /// <summary>The files; a <c>*</c> in the name of a file stands for any text. They end in .json, .yml or .yaml.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];

    /// <summary>How often they are read. Default 5 min.</summary>
    public TimeSpan RefreshInterval { get; init; } = TimeSpan.FromMinutes(5);

    public IEnumerable<OptionProblem> Check()
    {
        if (Id.Length == 0)
            yield return new OptionProblem("id", "is missing: scrapers name it");
        if (RefreshInterval < TimeSpan.FromSeconds(1))
            yield return new OptionProblem("refresh-interval", "must be 1s or more");
        foreach (var file in Files)
        {
            if (Path.GetExtension(file).ToUpperInvariant() is not (".JSON" or ".YML" or ".YAML"))
                yield return new OptionProblem("files", $"'{file}' must end in .json, .yml or .yaml");
            else if ((Path.GetDirectoryName(file) ?? "").Contains('*', StringComparison.Ordinal))
                yield return new OptionProblem("files", $"'{file}' has a * in its folder: it may only stand in the name of the file");
        }
    }
}
