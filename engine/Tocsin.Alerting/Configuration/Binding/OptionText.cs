using Tocsin.Dsl.Templates;
using Tocsin.Dsl.Templates.Texts;

namespace Tocsin.Alerting.Configuration.Binding;

/// <summary>A text of an option that is filled in for each event.</summary>
/// <param name="Option">The path of the option's key.</param>
/// <param name="Place">Where the text stands.</param>
/// <param name="Template">The text, parsed.</param>
/// <param name="Warnings">What makes it fail for every event.</param>
public sealed record OptionText(string Option, ConfigPlace? Place, TextTemplate Template, IReadOnlyList<TemplateProblem> Warnings)
{
    /// <summary>Those of options that are right in themselves; texts without parts are left out.</summary>
    public static IEnumerable<OptionText> Find(Type type, ConfigValue options) => Find(OptionsShape.Of(type), options, "");

    private static IEnumerable<OptionText> Find(OptionsShape shape, ConfigValue options, string prefix)
    {
        foreach (var entry in (options as ConfigMap)?.Entries ?? [])
        {
            if (!shape.TryFind(entry.Key, out var member))
                continue;
            var path = prefix + member.Key;
            foreach (var found in member.Type switch
            {
                OptionType.Section or OptionType.SectionList => (entry.Value is ConfigList list ? list.Items : [entry.Value])
                    .SelectMany(inner => Find(OptionsShape.Of(member.ElementType), inner, path + ".")),
                OptionType.Template or OptionType.TemplateList or OptionType.TemplateMap or OptionType.ValueMap => PlainTexts.TextsOf(entry.Value).SelectMany(text => Parse(member.Key, path, text, entry.Value.Place)),
                _ => [],
            })
            {
                yield return found;
            }
        }
    }

    private static IEnumerable<OptionText> Parse(string name, string path, string text, ConfigPlace? place)
    {
        if (text.Contains("{{", StringComparison.Ordinal) && TextTemplate.Parse(name, text, OptionTemplate.Options) is { Template: { } template } parsed)
            yield return new OptionText(path, place, template, parsed.Warnings);
    }
}
