using Tocsin.Alerting.Configuration.Secrets;
using Tocsin.Sdk;

namespace Tocsin.Alerting.Configuration.Binding;

/// <summary>
/// What must not be shown of bound options: the values of secret ones, and the user and the query of addresses. A default is not a secret,
/// whatever the option: everybody knows it, and its word would be hidden where it means something else.
/// </summary>
internal static class OptionSecrets
{
    public static IEnumerable<string> Of(OptionsShape shape, object options)
    {
        var defaults = shape.Create();
        return shape.Members.Where(member => member.Get(options) is not string text || text != member.Get(defaults) as string).SelectMany(member => Of(member, member.Get(options)));
    }

    private static IEnumerable<string> Of(OptionMember member, object? value) => value switch
    {
        null => [],
        _ when member.Type == OptionType.Section => Of(OptionsShape.Of(member.ElementType), value),
        IEnumerable<object> sections when member.Type == OptionType.SectionList =>
            sections.SelectMany(section => Of(OptionsShape.Of(member.ElementType), section)),
        System.Collections.IDictionary sections when member.Type == OptionType.SectionMap =>
            sections.Values.Cast<object>().SelectMany(section => Of(OptionsShape.Of(member.ElementType), section)),
        IReadOnlyDictionary<string, string> map => map.Values.SelectMany(text => Of(member, text)),
        IReadOnlyDictionary<string, EventTemplate> map => map.Values.SelectMany(template => Of(member, template.Text)),
        IReadOnlyDictionary<string, object> map => map.Values.SelectMany(item => Of(member, item.ToString() ?? "")),
        IEnumerable<object> items => items.SelectMany(item => Of(member, item.ToString() ?? "")),
        Uri address => Of(member, address.OriginalString),
        _ => Of(member, value.ToString() ?? ""),
    };

    private static IEnumerable<string> Of(OptionMember member, string text) => member.IsSecret ? [text, .. AddressSecrets.Of(text)] : AddressSecrets.Of(text);
}
