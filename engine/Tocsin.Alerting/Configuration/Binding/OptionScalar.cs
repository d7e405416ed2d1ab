using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Tocsin.Alerting.Configuration.Binding;

/// <summary>Turns one configured value into the value of an option, when it is of the option's type.</summary>
internal static class OptionScalar
{
    private const long NanosecondsPerTick = 100;

    public static bool TryConvert(OptionMember member, ConfigValue value, [NotNullWhen(true)] out object? bound)
    {
        bound = member.Type switch
        {
            OptionType.Flag => Flag(value),
            OptionType.Integer => Integer(value, member.ElementType),
            OptionType.Float => Float(value),
            OptionType.Duration => Duration(value),
            OptionType.Address => value is ConfigText text ? OptionAddress.Of(text.Value, member.Schemes) : null,
            OptionType.Choice => Choice(value, member),
            _ => (value as ConfigText)?.Value,
        };
        return bound is not null;
    }

    /// <summary>What the option wants, in words: <c>text, in quotes</c>.</summary>
    public static string Expected(OptionMember member, ConfigValue given) => member.Type switch
    {
        OptionType.Flag => "true or false",
        OptionType.Integer => "a whole number",
        OptionType.Float => "a number",
        OptionType.Duration => ExpectedDuration(given),
        OptionType.Address => OptionAddress.Expected(member.Schemes),
        OptionType.Choice => "one of " + string.Join(", ", Enum.GetNames(member.ElementType).Select(OptionName.Kebab))
            + (member.IsNumbered ? $", or a number from 0 to {Enum.GetNames(member.ElementType).Length - 1}" : ""),
        _ => given is ConfigInteger or ConfigFloat or ConfigFlag ? "text, in quotes" : "text",
    };

    private static object? Flag(ConfigValue value) => value switch
    {
        ConfigFlag flag => flag.Value,
        ConfigText { IsSubstituted: true } text when bool.TryParse(text.Value, out var parsed) => parsed,
        _ => null,
    };

    private static object? Integer(ConfigValue value, Type type)
    {
        if (Whole(value) is not { } number)
            return null;
        if (type == typeof(long))
            return number;
        return number is >= int.MinValue and <= int.MaxValue ? (int)number : null;
    }

    private static object? Float(ConfigValue value) => value switch
    {
        ConfigFloat number => Finite(number.Value),
        ConfigText { IsSubstituted: true } text
            when double.TryParse(text.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var parsed) => Finite(parsed),
        _ => (double?)Whole(value),
    };

    // JSON and TOML have numbers that no double holds.
    private static object? Finite(double number) => double.IsFinite(number) ? number : null;

    private static object? Duration(ConfigValue value) =>
        Nanoseconds(value) is { } nanoseconds && DurationSetting.IsAccepted(nanoseconds) ? TimeSpan.FromTicks(nanoseconds / NanosecondsPerTick) : null;

    // What a variable holds is not repeated.
    private static string ExpectedDuration(ConfigValue given) => Nanoseconds(given) is not { } nanoseconds ? DurationSetting.Expected
        : given is ConfigText ? DurationSetting.ExpectedForText(nanoseconds)
        : DurationSetting.ExpectedForNumber(nanoseconds);

    private static long? Nanoseconds(ConfigValue value) =>
        value is ConfigText text && DurationSetting.TryParse(text.Value, out var parsed) ? parsed : Whole(value);

    private static object? Choice(ConfigValue value, OptionMember member)
    {
        var type = member.ElementType;
        if (member.IsNumbered && Whole(value) is { } number)
            return number >= 0 && number < Enum.GetNames(type).Length ? Enum.GetValues(type).GetValue(number) : null;
        if (value is not ConfigText text)
            return null;

        foreach (var name in Enum.GetNames(type))
        {
            if (string.Equals(OptionName.Kebab(name), text.Value, StringComparison.OrdinalIgnoreCase))
                return Enum.Parse(type, name);
        }

        return null;
    }

    private static long? Whole(ConfigValue value) => value switch
    {
        ConfigInteger integer => integer.Value,
        ConfigFloat { Value: var number } when Math.Floor(number) == number && Math.Abs(number) < 1L << 53 => (long)number,
        ConfigText { IsSubstituted: true } text
            when long.TryParse(text.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var parsed) => parsed,
        _ => null,
    };
}
