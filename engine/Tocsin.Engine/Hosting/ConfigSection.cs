using System.Reflection;
using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Configuration.Binding;
using Tocsin.Alerting.Handlers;

namespace Tocsin.Engine.Hosting;

/// <summary>A section of the configuration whose options can be changed while the server runs.</summary>
/// <param name="Name">The name of the section.</param>
/// <param name="Shape">The options of the section, or of each entry of its list.</param>
/// <param name="Key">The key by which entries of a list are told apart.</param>
/// <param name="IsAlwaysList">True when the section is a list, false when it may also be a single entry.</param>
public sealed record ConfigSection(string Name, OptionsShape Shape, string Key, bool IsAlwaysList)
{
    /// <summary>The sections of the services that kinds of handlers read, and of orchestrators read, and those of the server itself, by name.</summary>
    public static IReadOnlyList<ConfigSection> All(HandlerKinds kinds)
    {
        var ofServices = kinds.All.Where(kind => kind.Section is not null).DistinctBy(kind => kind.Section)
            .Select(kind => new ConfigSection(kind.Section!, OptionsShape.Of(kind.SectionType!), kind.SectionKey, IsAlwaysList: false)); // Filtered above.
        var others = kinds.OtherSections.DistinctBy(other => other.Section).Select(other => new ConfigSection(other.Section, OptionsShape.Of(other.Type), other.ListKey, IsAlwaysList: false));
        var ofServer = typeof(ServerOptions).GetProperties()
            .Select(property => (Member: property, Mark: property.GetCustomAttribute<OverridableAttribute>()))
            .Where(entry => entry.Mark is not null)
            .Select(entry => OptionMember.Of(entry.Member) is var member
                ? new ConfigSection(member.Key, OptionsShape.Of(member.ElementType), entry.Mark!.ListKey, member.Type == OptionType.SectionList) // Filtered above.
                : null!);
        return [.. ofServices.Concat(others).Concat(ofServer).OrderBy(section => section.Name, StringComparer.Ordinal)];
    }

    /// <summary>The entries of the section: one with an empty name where it is not a list, also when nothing is configured.</summary>
    public IReadOnlyList<(string Name, ConfigMap Options)> Elements(ConfigMap configuration) =>
        !configuration.TryFind(Name, out var value) || value is ConfigNull ? IsAlwaysList ? [] : [("", ConfigMap.Empty)]
        : value is ConfigList list ? [.. list.Items.OfType<ConfigMap>().Select(item => (NameOf(item), item))]
        : value is ConfigMap map ? [(NameOf(map), map)]
        : [];

    /// <summary>What an entry is called.</summary>
    public string NameOf(ConfigMap element)
    {
        foreach (var key in new[] { Key, "name" })
        {
            if (key.Length > 0 && element.TryFind(key, out var name) && name is ConfigText text)
                return text.Value;
        }

        return Shape.TryFind(Key, out var member) && BoundOptions.Read(member, Shape.Create()) is ConfigText byDefault ? byDefault.Value : "";
    }
}
