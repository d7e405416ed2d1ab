using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Tocsin.Alerting.Configuration.Binding;

/// <summary>What an options class takes: one option for each public settable property, in the order they are declared.</summary>
public sealed class OptionsShape
{
    // Weak keys: a plugin's classes must not be kept from unloading.
    private static readonly ConditionalWeakTable<Type, OptionsShape> Known = [];

    private readonly Dictionary<string, OptionMember> _byKey;

    private OptionsShape(Type type)
    {
        Type = type;
        Members =
        [
            .. type.GetProperties(BindingFlags.Instance | BindingFlags.Public)
                .Where(p => p.SetMethod is { IsPublic: true })
                .OrderBy(p => p.MetadataToken)
                .Select(OptionMember.Of),
        ];
        _byKey = Members.SelectMany(m => m.Aliases.Prepend(m.Key), KeyValuePair.Create<OptionMember, string>).ToDictionary(p => p.Value, p => p.Key, StringComparer.OrdinalIgnoreCase);
        Keys = [.. Members.Select(m => m.Key)];
    }

    public Type Type { get; }

    public IReadOnlyList<OptionMember> Members { get; }

    public IReadOnlyList<string> Keys { get; }

    /// <exception cref="OptionsShapeException">A property has a type that no option can have.</exception>
    public static OptionsShape Of(Type type) => Known.GetValue(type, static t => new OptionsShape(t));

    public bool TryFind(string key, [NotNullWhen(true)] out OptionMember? member) => _byKey.TryGetValue(key, out member);

    /// <summary>The options that must not be shown, as paths of keys: <c>secret</c>, <c>forward.token</c>.</summary>
    public IReadOnlySet<string> SecretPaths() => SecretPaths("").ToHashSet(StringComparer.OrdinalIgnoreCase);

    private IEnumerable<string> SecretPaths(string prefix)
    {
        foreach (var member in Members)
        {
            var keys = member.Aliases.Prepend(member.Key);
            if (member.IsSecret)
            {
                foreach (var key in keys)
                    yield return prefix + key;
            }

            if (member.Type is not (OptionType.Section or OptionType.SectionList) || member.ElementType == Type)
                continue;
            foreach (var inner in keys.SelectMany(key => Of(member.ElementType).SecretPaths($"{prefix}{key}.")))
                yield return inner;
        }
    }

    /// <summary>The values under the keys of the options, where others were written.</summary>
    public ConfigMap WithoutAliases(ConfigMap map) =>
        map with { Entries = [.. map.Entries.Select(entry => TryFind(entry.Key, out var member) && member.Aliases.Count > 0 ? entry with { Key = member.Key } : entry)] };

    /// <summary>A new instance with its defaults.</summary>
    public object Create()
    {
        try
        {
            // Constructors of non-public classes count too; null only for Nullable<T>, which is not a class.
            return Activator.CreateInstance(Type, nonPublic: true)!;
        }
        catch (TargetInvocationException e) when (e.InnerException is { } inner)
        {
            throw new OptionsShapeException($"{Type.Name} could not be made: {inner.Message}");
        }
    }
}
