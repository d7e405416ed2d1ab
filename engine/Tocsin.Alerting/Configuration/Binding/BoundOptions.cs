using System.Collections;
using Tocsin.Alerting.Configuration.Secrets;
using Tocsin.Dsl.Time;
using Tocsin.Sdk;

namespace Tocsin.Alerting.Configuration.Binding;

/// <summary>Bound options as the values that would have bound them: durations as texts, nothing as empty text.</summary>
public static class BoundOptions
{
    private const long NanosecondsPerTick = 100;

    /// <summary>All options, sorted by key.</summary>
    /// <param name="options">An instance of the shape's class.</param>
    /// <param name="redacted">
    /// Takes the paths of secrets, in whose place stands whether there is one; null shows secrets as they are.
    /// </param>
    public static ConfigMap Read(OptionsShape shape, object options, ICollection<string>? redacted) => Read(shape, options, redacted, "");

    /// <summary>One option.</summary>
    public static ConfigValue Read(OptionMember member, object options) => ValueOf(member, member.Get(options), null, member.Key);

    private static ConfigMap Read(OptionsShape shape, object options, ICollection<string>? redacted, string prefix) => new(
    [
        .. shape.Members.OrderBy(member => member.Key, StringComparer.Ordinal)
            .Select(member => new ConfigEntry(member.Key, Read(member, options, redacted, prefix + member.Key))),
    ]);

    private static ConfigValue Read(OptionMember member, object options, ICollection<string>? redacted, string path)
    {
        var value = ValueOf(member, member.Get(options), redacted, path);
        if (redacted is null)
            return value;
        if (!member.IsSecret)
            return WithoutSecretsOfAddresses(value);
        redacted.Add(path);
        return new ConfigFlag(!IsEmpty(value));
    }

    private static ConfigValue ValueOf(OptionMember member, object? value, ICollection<string>? redacted, string path) => value switch
    {
        null => member.Type is OptionType.Flag or OptionType.Integer or OptionType.Float or OptionType.Section ? new ConfigNull() : new ConfigText(""),
        string text => new ConfigText(text),
        bool flag => new ConfigFlag(flag),
        int number => new ConfigInteger(number),
        long number => new ConfigInteger(number),
        double number => number == Math.Floor(number) && Math.Abs(number) < 1L << 53 ? new ConfigInteger((long)number) : new ConfigFloat(number),
        TimeSpan time => new ConfigText(DurationText.Long(time.Ticks * NanosecondsPerTick)),
        Uri address => new ConfigText(address.OriginalString),
        EventTemplate template => new ConfigText(template.Text),
        Enum choice => new ConfigText(OptionName.Kebab(choice.ToString())),
        IReadOnlyDictionary<string, string> map => new ConfigMap([.. map.Select(entry => new ConfigEntry(entry.Key, new ConfigText(entry.Value)))]),
        IReadOnlyDictionary<string, EventTemplate> map => new ConfigMap([.. map.Select(entry => new ConfigEntry(entry.Key, new ConfigText(entry.Value.Text)))]),
        IReadOnlyDictionary<string, IReadOnlyList<string>> map =>
            new ConfigMap([.. map.Select(entry => new ConfigEntry(entry.Key, new ConfigList([.. entry.Value.Select(text => new ConfigText(text))])))]),
        IDictionary map when member.Type == OptionType.SectionMap => new ConfigMap(
        [
            .. map.Keys.Cast<string>().Select(key => new ConfigEntry(key, Read(OptionsShape.Of(member.ElementType), map[key]!, redacted, $"{path}.{key}."))), // It is one of its keys.
        ]),
        IReadOnlyDictionary<string, object> map => new ConfigMap([.. map.Select(entry => new ConfigEntry(entry.Key, ValueOf(member, entry.Value, redacted, path)))]),
        IEnumerable<string> list => new ConfigList([.. list.Select(text => new ConfigText(text))]),
        IEnumerable<EventTemplate> list => new ConfigList([.. list.Select(text => new ConfigText(text.Text))]),
        IEnumerable<object> sections => new ConfigList([.. sections.Select(section => Read(OptionsShape.Of(member.ElementType), section, redacted, path + "."))]),
        _ => Read(OptionsShape.Of(member.ElementType), value, redacted, path + "."),
    };

    private static ConfigValue WithoutSecretsOfAddresses(ConfigValue value) => value switch
    {
        ConfigText text => new ConfigText(AddressSecrets.Mask(text.Value, OptionMask.Hidden)),
        ConfigList { Items: [ConfigText, ..] } list => new ConfigList([.. list.Items.Select(WithoutSecretsOfAddresses)]),
        _ => value,
    };

    private static bool IsEmpty(ConfigValue value) => value switch
    {
        ConfigNull or ConfigText { Value: "" } or ConfigMap { Entries: [] } or ConfigList { Items: [] } => true,
        _ => false,
    };
}
