using System.Collections;
using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Configuration.Binding;

namespace Tocsin.Engine.Hosting;

/// <summary>What differs between two configurations, by keys such as <c>delivery.give-up-after</c>; never a value, as some are secrets.</summary>
public static class ConfigDifference
{
    /// <summary>The server's own options that have other values.</summary>
    public static IReadOnlyList<string> Between(ServerOptions before, ServerOptions now) =>
        [.. Between(OptionsShape.Of(typeof(ServerOptions)), before, now, "")];

    /// <summary>The keys of services that say something else, are new, or are gone; the whole section where there was none or is none any more.</summary>
    public static IReadOnlyList<string> Between(ServiceSections before, ServiceSections now) =>
        [.. Between(new ConfigMap(before.All), new ConfigMap(now.All), "")];

    /// <summary>The section that a key belongs to.</summary>
    public static string SectionOf(string key) => key.IndexOfAny(['.', '[']) is var end and >= 0 ? key[..end] : key;

    private static IEnumerable<string> Between(OptionsShape shape, object before, object now, string path) => shape.Members.SelectMany(member =>
    {
        var (key, was, value) = (Join(path, member.Key), member.Get(before), member.Get(now));
        if (member.Type == OptionType.SectionList && was is IReadOnlyList<object> items && value is IReadOnlyList<object> others)
            return BetweenItems(OptionsShape.Of(member.ElementType), items, others, key);
        if (member.Type == OptionType.Section && was is not null && value is not null)
            return Between(OptionsShape.Of(member.ElementType), was, value, key);
        if (member.Type == OptionType.SectionMap && was is IDictionary old && value is IDictionary other)
            return Between(OptionsShape.Of(member.ElementType), old, other, key);
        return IsSame(was, value) ? [] : new[] { key };
    });

    private static IEnumerable<string> BetweenItems(OptionsShape shape, IReadOnlyList<object> before, IReadOnlyList<object> now, string path) =>
        Enumerable.Range(0, Math.Max(before.Count, now.Count)).SelectMany(i => i < before.Count && i < now.Count
            ? Between(shape, before[i], now[i], $"{path}[{i}]")
            : [$"{path}[{i}]"]);

    private static IEnumerable<string> Between(OptionsShape shape, IDictionary before, IDictionary now, string path) =>
        before.Keys.Cast<string>().Union(now.Keys.Cast<string>()).SelectMany(name =>
            before[name] is { } was && now[name] is { } value ? Between(shape, was, value, Join(path, name)) : [Join(path, name)]);

    private static bool IsSame(object? before, object? now) => (before, now) switch
    {
        (IReadOnlyDictionary<string, IReadOnlyList<string>> was, IReadOnlyDictionary<string, IReadOnlyList<string>> value) => was.Count == value.Count
            && was.All(entry => value.TryGetValue(entry.Key, out var texts) && texts.SequenceEqual(entry.Value)),
        (IReadOnlyDictionary<string, string> was, IReadOnlyDictionary<string, string> value) => was.OrderBy(entry => entry.Key).SequenceEqual(value.OrderBy(entry => entry.Key)),
        (IEnumerable<object> was, IEnumerable<object> value) => was.SequenceEqual(value),
        _ => Equals(before, now),
    };

    private static IEnumerable<string> Between(ConfigValue before, ConfigValue now, string path) => (before, now) switch
    {
        (ConfigMap was, ConfigMap value) => was.Entries.Concat(value.Entries)
            .Select(entry => entry.Key)
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .SelectMany(key => was.TryFind(key, out var old) && value.TryFind(key, out var other) ? Between(old, other, Join(path, key)) : [Join(path, key)]),
        (ConfigList was, ConfigList value) => Enumerable.Range(0, Math.Max(was.Items.Count, value.Items.Count))
            .SelectMany(i => i < was.Items.Count && i < value.Items.Count ? Between(was.Items[i], value.Items[i], $"{path}[{i}]") : [$"{path}[{i}]"]),
        _ => IsSame(before, now) ? [] : [path],
    };

    // Where something stands, and whether it came through a variable, makes no difference.
    private static bool IsSame(ConfigValue before, ConfigValue now) => (before, now) switch
    {
        (ConfigText was, ConfigText value) => was.Value == value.Value,
        _ => before with { Place = null } == now with { Place = null },
    };

    private static string Join(string path, string key) => path.Length == 0 ? key : path + "." + key;
}
