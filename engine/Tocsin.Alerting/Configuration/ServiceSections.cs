using System.Diagnostics.CodeAnalysis;

namespace Tocsin.Alerting.Configuration;

/// <summary>The sections of the server's configuration that belong to services, by name, not yet bound to a class. Immutable.</summary>
public sealed class ServiceSections
{
    public static readonly ServiceSections None = new(ConfigMap.Empty);

    private readonly ConfigMap _sections;

    public ServiceSections(ConfigMap sections) => _sections = sections;

    /// <summary>The sections in the order they were written, each with the place of its name.</summary>
    public IReadOnlyList<ConfigEntry> All => _sections.Entries;

    public bool TryFind(string name, [NotNullWhen(true)] out ConfigValue? section) => _sections.TryFind(name, out section);
}
