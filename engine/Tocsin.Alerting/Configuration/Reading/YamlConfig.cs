using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Tocsin.Alerting.Configuration.Reading;

/// <summary>
/// Reads YAML, and JSON, which is YAML, into configured values: every key and value knows its line and column. The one place that says which
/// type a scalar has. Variables stand in the values as they were written.
/// </summary>
public sealed class YamlConfig
{
    private readonly string _file;

    private YamlConfig(string file) => _file = file;

    /// <summary>The documents of a text; none when it is not YAML.</summary>
    /// <param name="file">The name in messages.</param>
    /// <param name="text">The YAML.</param>
    /// <param name="problems">Takes what is wrong.</param>
    public static IReadOnlyList<ConfigValue> Read(string file, string text, List<ConfigProblem> problems)
    {
        try
        {
            var reader = new YamlConfig(file);
            return [.. BoundedYaml.Roots(text).Select(reader.Convert)];
        }
        catch (YamlException e)
        {
            problems.Add(YamlProblem.Of(e, file));
            return [];
        }
    }

    private ConfigValue Convert(YamlNode node) => node.Tag is { IsEmpty: false, IsNonSpecific: false, Value: ['!', ..] and var tag } ? ConvertUntagged(node) with { Tag = tag } : ConvertUntagged(node);

    private ConfigValue ConvertUntagged(YamlNode node) => node switch
    {
        YamlMappingNode map => new ConfigMap([.. map.Children.Select(c => Entry(c.Key, c.Value))]) { Place = PlaceOf(node) },
        YamlSequenceNode list => new ConfigList([.. list.Children.Select(Convert)]) { Place = PlaceOf(node) },
        YamlScalarNode scalar => Scalar(scalar.Value ?? "", scalar.Style) with { Place = PlaceOf(node) },
        _ => throw new YamlException(node.Start, node.End, "a value that is neither a scalar, nor a list, nor a map"),
    };

    private ConfigEntry Entry(YamlNode key, YamlNode value) => key is YamlScalarNode { Value: { } name }
        ? new ConfigEntry(name, Convert(value), PlaceOf(key))
        : throw new YamlException(key.Start, key.End, "a key must be a plain text");

    private static ConfigValue Scalar(string text, ScalarStyle style) =>
        style == ScalarStyle.Plain ? Plain(text) with { Written = text } : new ConfigText(text);

    private static ConfigValue Plain(string text) => text switch
    {
        "" or "~" or "null" or "Null" or "NULL" => new ConfigNull(),
        "true" or "True" or "TRUE" => new ConfigFlag(true),
        "false" or "False" or "FALSE" => new ConfigFlag(false),
        _ => Number(text) ?? new ConfigText(text),
    };

    private static ConfigValue? Number(string text)
    {
        if (!char.IsAsciiDigit(text[0]) && text[0] is not ('-' or '+' or '.'))
            return null;
        if (Octal(text) is { } octal)
            return octal;
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole))
            return new ConfigInteger(whole);
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? new ConfigFloat(number) : null;
    }

    // File permissions are written 0644 or 0o644.
    private static ConfigInteger? Octal(string text)
    {
        var digits = text.StartsWith("0o", StringComparison.Ordinal) ? text.AsSpan(2) : text.Length > 1 && text[0] == '0' ? text.AsSpan(1) : default;
        if (digits.IsEmpty || digits.Length > 20 || digits.ContainsAnyExceptInRange('0', '7'))
            return null;

        var value = 0L;
        foreach (var digit in digits)
            value = (value * 8) + (digit - '0');
        return new ConfigInteger(value);
    }

    private ConfigPlace PlaceOf(YamlNode node) => new(_file, (int)node.Start.Line, (int)node.Start.Column);
}
