using Tocsin.Alerting.Configuration.Secrets;
using Tocsin.Sdk;

namespace Tocsin.Alerting.Configuration.Binding;

/// <summary>Fills an options class from configured values. Nothing is converted silently; every mistake is told, not only the first.</summary>
public sealed class OptionsBinder(BindRules rules, List<ConfigProblem> problems)
{
    /// <summary>The options with what could be bound; good only when no problem that is an error was added.</summary>
    public static object Bind(Type type, ConfigValue value, BindRules rules, List<ConfigProblem> problems) =>
        new OptionsBinder(rules, problems).BindSection(OptionsShape.Of(type), value, "");

    private object BindSection(OptionsShape shape, ConfigValue value, string path, bool isSecret = false)
    {
        var options = shape.Create();
        if (value is not ConfigMap map)
        {
            if (value is not ConfigNull)
            {
                Report(value.Place, $"{Subject(path)} must be keys with values, not {Shown(value, isSecret || shape.SecretPaths().Count > 0)}");
                return options;
            }

            map = ConfigMap.Empty;
        }

        map = shape.WithoutAliases(map);
        var before = problems.Count;
        var given = new HashSet<OptionMember>();
        foreach (var entry in map.Entries)
        {
            if (!shape.TryFind(entry.Key, out var member))
                ReportUnknown(shape, entry, path);
            else if (entry.Value is not ConfigNull && !IsBlank(member, entry.Value))
                given.Add(member);
        }

        foreach (var member in given)
        {
            if (map.TryFind(member.Key, out var last))
                BindMember(member, options, last, Join(path, member.Key));
        }

        if (!rules.IgnoresMissing)
            ReportMissing(shape, given, map, path);
        if (problems.Count == before)
            Check(options, map, path);
        return options;
    }

    /// <summary>True for an empty text of the peer where an option of the type cannot be empty.</summary>
    public static bool IsBlank(OptionMember member, ConfigValue value) => value is ConfigText { Value: "", MayBeBlank: true }
        && member.Type is not (OptionType.Text or OptionType.Template);

    private void ReportUnknown(OptionsShape shape, ConfigEntry entry, string path)
    {
        if (entry.MayBeUnknown)
            return;
        IReadOnlyList<string> others = path.Length == 0 ? rules.KeysOfEngine : [];
        if (!others.Contains(entry.Key, StringComparer.OrdinalIgnoreCase))
            problems.Add(new ConfigProblem($"{Subject(path)} has no option '{entry.Key}'{NameHint.Of(entry.Key, [.. shape.Keys, .. others])}".TrimStart(), entry.Place) { Option = Join(path, entry.Key), IsOfUnknownKey = true });
    }

    private void BindMember(OptionMember member, object options, ConfigValue value, string path)
    {
        object? bound = member.Type switch
        {
            OptionType.Section => BindSection(OptionsShape.Of(member.ElementType), value, path, member.IsSecret),
            OptionType.SectionList => BindSections(member, value, path),
            OptionType.SectionMap => BindSectionMap(member, value, path),
            OptionType.TextList => BindList(member, value, path, (item, at) => BindText(member, item, at)),
            OptionType.TextMap => BindMap(member, value, path, (item, at) => BindText(member, item, at)),
            OptionType.TextListMap => BindMap<IReadOnlyList<string>>(member, value, path, (item, at) => BindList(member, item, at, (text, place) => BindText(member, text, place))),
            OptionType.Template => BindTemplate(member, value, path),
            OptionType.TemplateList => BindList(member, value, path, (item, at) => BindTemplate(member, item, at)),
            OptionType.TemplateMap => BindMap(member, value, path, (item, at) => BindTemplate(member, item, at)),
            OptionType.ValueMap => BindMap(member, value, path, (item, at) => BindValue(member, item, at)),
            _ => BindScalar(member, value, path),
        };
        if (bound is not null)
            member.Set(options, bound);
    }

    private object? BindScalar(OptionMember member, ConfigValue value, string path)
    {
        if (OptionScalar.TryConvert(member, value, out var bound))
        {
            if (bound is string text && member.Schemes.Count > 0 && !MayBeAddress(member, text))
                ReportOption(value.Place, path, $" must be {OptionAddress.Expected(member.Schemes)}, not {Shown(value, member.IsSecret)}");
            return bound;
        }

        ReportOption(value.Place, path, $" must be {OptionScalar.Expected(member, value)}, not {Shown(value, member.IsSecret)}");
        return null;
    }

    // An empty text says nothing, but in a list it is one of them; what parts of a template come to is known with the event.
    private static bool MayBeAddress(OptionMember member, string text) =>
        OptionAddress.Of(text, member.Schemes) is not null || (text.Length == 0 && !member.IsList) || (member.TakesTemplates && text.Contains("{{", StringComparison.Ordinal));

    private string? BindText(OptionMember member, ConfigValue value, string path) => BindScalar(member, value, path) as string;

    private EventTemplate? BindTemplate(OptionMember member, ConfigValue value, string path)
    {
        if (BindText(member, value, path) is not { } text)
            return null;
        if (!OptionTemplate.TryParse(member.Key, text, out var template, out var error))
            ReportOption(value.Place, path, ": " + error);
        return template;
    }

    private object? BindValue(OptionMember member, ConfigValue value, string path)
    {
        if (value is ConfigText)
            return BindTemplate(member, value, path);

        object? bound = value switch
        {
            ConfigInteger number => number.Value,
            ConfigFloat number when double.IsFinite(number.Value) => number.Value,
            ConfigFlag flag => flag.Value,
            _ => null,
        };
        if (bound is null)
            ReportOption(value.Place, path, $" must be text, a number, true or false, not {Shown(value, member.IsSecret)}");
        return bound;
    }

    private T[]? BindList<T>(OptionMember member, ConfigValue value, string path, Func<ConfigValue, string, T?> bind)
        where T : class
    {
        if (value is not ConfigList list)
        {
            ReportOption(value.Place, path, $" must be a list of texts, not {Shown(value, member.IsSecret)}");
            return null;
        }

        return [.. list.Items.Select((item, i) => bind(item, $"{path}[{i}]")).OfType<T>()];
    }

    private Dictionary<string, T>? BindMap<T>(OptionMember member, ConfigValue value, string path, Func<ConfigValue, string, T?> bind)
        where T : class
    {
        if (value is not ConfigMap map)
        {
            ReportOption(value.Place, path, $" must be keys with {(member.Type == OptionType.ValueMap ? "values" : "texts")}, not {Shown(value, member.IsSecret)}");
            return null;
        }

        var bound = new Dictionary<string, T>(StringComparer.Ordinal);
        foreach (var entry in map.Entries)
        {
            if (bind(entry.Value, Join(path, entry.Key)) is { } item)
                bound[entry.Key] = item;
        }

        return bound;
    }

    private Array? BindSections(OptionMember member, ConfigValue value, string path)
    {
        var shape = OptionsShape.Of(member.ElementType);
        if (value is not ConfigList list)
        {
            ReportOption(value.Place, path, $" must be a list, not {Shown(value, member.IsSecret || shape.SecretPaths().Count > 0)}");
            return null;
        }

        var bound = Array.CreateInstance(member.ElementType, list.Items.Count);
        for (var i = 0; i < list.Items.Count; i++)
            bound.SetValue(BindSection(shape, list.Items[i], $"{path}[{i}]", member.IsSecret), i);
        return bound;
    }

    private System.Collections.IDictionary? BindSectionMap(OptionMember member, ConfigValue value, string path)
    {
        var shape = OptionsShape.Of(member.ElementType);
        if (value is not ConfigMap map)
        {
            ReportOption(value.Place, path, $" must be names with options, not {Shown(value, member.IsSecret || shape.SecretPaths().Count > 0)}");
            return null;
        }

        // A dictionary of strings can always be made.
        var bound = (System.Collections.IDictionary)Activator.CreateInstance(typeof(Dictionary<,>).MakeGenericType(typeof(string), member.ElementType))!;
        foreach (var entry in map.Entries)
            bound[entry.Key] = BindSection(shape, entry.Value, Join(path, entry.Key), member.IsSecret);
        return bound;
    }

    private void ReportMissing(OptionsShape shape, HashSet<OptionMember> given, ConfigMap map, string path)
    {
        foreach (var member in shape.Members)
        {
            if (member.IsRequired && !given.Contains(member))
                problems.Add(new ConfigProblem($"{Subject(path)} needs the option '{member.Key}'".TrimStart(), map.Place) { Option = Join(path, member.Key) });
        }
    }

    private void Check(object options, ConfigMap map, string path)
    {
        if (rules.IsFormOnly || options is not ICheckedOptions check)
            return;

        foreach (var found in check.Check())
        {
            var problem = found with { Message = AddressSecrets.HideIn(found.Message, map, OptionMask.Hidden) };
            var place = map.TryFind(problem.Option, out var value) ? value.Place : map.Place;
            if (problem.Option.Length > 0)
                ReportOption(place, Join(path, problem.Option), ": " + problem.Message);
            else if (!rules.IgnoresMissing)
                Report(place, $"{Subject(path)} {problem.Message}");
        }
    }

    // What stands in the place of a secret may be one.
    private static string Shown(ConfigValue value, bool isSecret) => value switch
    {
        ConfigText when isSecret => "a text",
        ConfigInteger or ConfigFloat when isSecret => "a number",
        ConfigFlag when isSecret => "a truth value",
        ConfigText text when AddressSecrets.Mask(text.Value, OptionMask.Hidden) is var masked && masked != text.Value => (text with { Value = masked }).Describe(),
        _ => value.Describe(),
    };

    private void Report(ConfigPlace? place, string message) => problems.Add(new ConfigProblem(message.TrimStart(), place));

    private void ReportOption(ConfigPlace? place, string path, string message) =>
        problems.Add(new ConfigProblem($"{rules.Owner} option '{path}'{message}".TrimStart(), place) { Option = path });

    private string Subject(string path) => path.Length == 0 ? rules.Owner : $"{rules.Owner} option '{path}'";

    private static string Join(string path, string key) => path.Length == 0 ? key : path + "." + key;
}
