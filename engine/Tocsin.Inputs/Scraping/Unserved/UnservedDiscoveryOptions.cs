using Tocsin.Sdk;

namespace Tocsin.Inputs.Scraping.Unserved;

/// <summary>
/// A discovery service of the peer whose configuration is read and shown, and that finds no targets here. Who needs it lets a program write the
/// targets to files of <see cref="FileDiscoveryOptions"/>.
/// </summary>
public abstract record UnservedDiscoveryOptions : ICheckedOptions
{
    /// <summary>The sections of them.</summary>
    public static readonly IReadOnlyList<string> Sections = ["azure", "consul", "dns", "gce", "marathon", "nerve", "serverset", "triton"];

    /// <summary>What to do instead.</summary>
    public const string WayOut = "list them in a section static-discovery, or let a program write them to files of a section file-discovery";

    /// <summary>Default false.</summary>
    public bool Enabled { get; init; }

    /// <summary>What scrapers name it by. Needed.</summary>
    public string Id { get; init; } = "";

    public IEnumerable<OptionProblem> Check()
    {
        if (Enabled && Id.Length == 0)
            yield return new OptionProblem("id", "is missing: scrapers name it");
    }
}
