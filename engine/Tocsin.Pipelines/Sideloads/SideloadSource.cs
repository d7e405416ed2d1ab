using Tocsin.Alerting.Configuration;

namespace Tocsin.Pipelines.Sideloads;

/// <summary>The values of one source as they were loaded last, for all tasks that use them. Any thread may read them.</summary>
public sealed class SideloadSource
{
    private volatile IReadOnlyDictionary<string, ConfigMap> _values;

    internal SideloadSource(string name, SideloadAddress address, IReadOnlyDictionary<string, ConfigMap> values)
    {
        (Name, Address, _values) = (name, address, values);
    }

    /// <summary>As the script names it.</summary>
    public string Name { get; }

    /// <summary>Another object once they were loaded again.</summary>
    public IReadOnlyDictionary<string, ConfigMap> Values => _values;

    internal SideloadAddress Address { get; }

    internal int Users { get; set; }

    internal void Change(IReadOnlyDictionary<string, ConfigMap> values) => _values = values;
}
