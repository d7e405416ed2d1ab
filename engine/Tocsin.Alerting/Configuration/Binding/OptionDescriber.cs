using System.Globalization;
using Tocsin.Dsl.Binding;
using Tocsin.Sdk;

namespace Tocsin.Alerting.Configuration.Binding;

/// <summary>Describes options classes by their properties, their comments and the values of a new instance.</summary>
public sealed class OptionDescriber(DocumentationFile comments, bool isInScript)
{
    private const int DeepestNesting = 4;

    public IReadOnlyList<OptionDescription> Describe(Type type) => Describe(OptionsShape.Of(type), 0);

    /// <summary>The same for a class whose defaults may be the code of a plugin; nothing when it throws, or when there is no class.</summary>
    public static IReadOnlyList<OptionDescription> DescribeOrNothing(Type? type, DocumentationFile comments, bool isInScript)
    {
        try
        {
            return type is null ? [] : new OptionDescriber(comments, isInScript).Describe(type);
        }
        catch (Exception)
        {
            // Whatever it is, who uses the class is told of it; a list goes on without.
            return [];
        }
    }

    private List<OptionDescription> Describe(OptionsShape shape, int depth)
    {
        var defaults = shape.Create();
        return [.. shape.Members.Select(member => Describe(member, defaults, depth))];
    }

    private OptionDescription Describe(OptionMember member, object defaults, int depth) => new()
    {
        Key = member.Key,
        Script = isInScript && depth == 0 ? string.Join(' ', member.Script.Select(script => script.IsArgument ? "argument" : $".{script.Name}()")) : "",
        Type = TypeText(member),
        IsRequired = member.IsRequired,
        IsSecret = member.IsSecret,
        Default = member.IsSecret || member.IsRequired ? "" : ValueText(member, member.Get(defaults)),
        Summary = member.SummaryIn(comments),

        // A class may hold itself.
        Options = member.Type is OptionType.Section or OptionType.SectionList or OptionType.SectionMap && depth < DeepestNesting
            ? Describe(OptionsShape.Of(member.ElementType), depth + 1)
            : [],
    };

    private static string TypeText(OptionMember member) => member.Type switch
    {
        OptionType.Text or OptionType.Template when member.Schemes.Count > 0 && !member.TakesTemplates => "address",
        OptionType.Text => "text",
        OptionType.Flag => "true or false",
        OptionType.Integer => "whole number",
        OptionType.Float => "number",
        OptionType.Duration => "duration",
        OptionType.Address => "address",
        OptionType.Choice => "one of " + string.Join(", ", Enum.GetNames(member.ElementType).Select(OptionName.Kebab)),
        OptionType.Template => "template",
        OptionType.TextList => "list of texts",
        OptionType.TextMap => "keys with texts",
        OptionType.TextListMap => "keys with lists of texts",
        OptionType.TemplateList => "list of templates",
        OptionType.TemplateMap => "keys with templates",
        OptionType.ValueMap => "keys with values",
        OptionType.Section => "section",
        OptionType.SectionList => "list of sections",
        OptionType.SectionMap => "names with sections",
        _ => "",
    };

    private static string ValueText(OptionMember member, object? value) => value switch
    {
        null => "",
        bool flag => flag ? "true" : "false",
        TimeSpan time => time.TotalSeconds.ToString(CultureInfo.InvariantCulture) + "s",
        Enum choice => OptionName.Kebab(choice.ToString()),
        string or long or int or double or Uri => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
        IEnumerable<string> list => string.Join(", ", list),
        IEnumerable<EventTemplate> list => string.Join<EventTemplate>(", ", list),
        _ => member.Type == OptionType.Template ? value.ToString() ?? "" : "",
    };
}
