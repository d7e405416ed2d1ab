namespace Tocsin.Alerting.Configuration.Binding;

/// <summary>Finds texts that look like templates in options that take none: they would be sent as they stand.</summary>
internal static class PlainTexts
{
    private const string Begin = "{{";

    /// <summary>A warning for each such option.</summary>
    /// <param name="owner">What the options belong to, as messages begin.</param>
    public static IEnumerable<ConfigProblem> Find(Type type, ConfigValue options, string owner) => Find(OptionsShape.Of(type), options, owner, "");

    private static IEnumerable<ConfigProblem> Find(OptionsShape shape, ConfigValue options, string owner, string prefix)
    {
        foreach (var entry in (options as ConfigMap)?.Entries ?? [])
        {
            if (!shape.TryFind(entry.Key, out var member) || member.TakesTemplates)
                continue;
            var path = prefix + member.Key;
            if (member.Type is OptionType.Section or OptionType.SectionList)
            {
                foreach (var inner in entry.Value is ConfigList list ? list.Items : [entry.Value])
                {
                    foreach (var problem in Find(OptionsShape.Of(member.ElementType), inner, owner, path + "."))
                        yield return problem;
                }
            }
            else if (TextsOf(entry.Value).Any(text => text.Contains(Begin, StringComparison.Ordinal)))
            {
                yield return new ConfigProblem(
                    $"{owner} option '{path}' takes no template: its text is sent as it stands, with {Begin}", entry.Value.Place, IsWarning: true) { Option = path };
            }
        }
    }

    /// <summary>All texts of an option's value.</summary>
    public static IEnumerable<string> TextsOf(ConfigValue value) => value switch
    {
        ConfigText text => [text.Value],
        ConfigList list => list.Items.SelectMany(TextsOf),
        ConfigMap map => map.Entries.SelectMany(entry => TextsOf(entry.Value)),
        _ => [],
    };
}
