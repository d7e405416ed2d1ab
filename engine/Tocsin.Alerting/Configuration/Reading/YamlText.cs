using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Tocsin.Alerting.Configuration.Reading;

/// <summary>Writes configured values as YAML that reads back as the same values.</summary>
public static partial class YamlText
{
    public static string Write(ConfigMap map)
    {
        var yaml = new StringBuilder();
        WriteMap(yaml, map, 0);
        return yaml.ToString();
    }

    private static void WriteMap(StringBuilder yaml, ConfigMap map, int indent)
    {
        foreach (var entry in map.Entries)
        {
            yaml.Append(' ', indent).Append(Scalar(entry.Key)).Append(':');
            WriteValue(yaml, entry.Value, indent + 2);
        }
    }

    private static void WriteValue(StringBuilder yaml, ConfigValue value, int indent)
    {
        switch (value)
        {
            case ConfigMap { Entries.Count: > 0 } map:
                yaml.Append('\n');
                WriteMap(yaml, map, indent);
                break;
            case ConfigList { Items: [ConfigMap, ..] } list:
                yaml.Append('\n');
                foreach (var item in list.Items)
                    WriteItem(yaml, item, indent);
                break;
            default:
                yaml.Append(' ').Append(Line(value)).Append('\n');
                break;
        }
    }

    private static void WriteItem(StringBuilder yaml, ConfigValue item, int indent)
    {
        if (item is not ConfigMap { Entries.Count: > 0 } map)
        {
            yaml.Append(' ', indent).Append("- ").Append(Line(item)).Append('\n');
            return;
        }

        var inner = new StringBuilder();
        WriteMap(inner, map, indent + 2);
        inner[indent] = '-';
        yaml.Append(inner);
    }

    private static string Line(ConfigValue value) => value switch
    {
        ConfigText text => Scalar(text.Value),
        ConfigInteger number => number.Value.ToString(CultureInfo.InvariantCulture),
        ConfigFloat number => number.Value.ToString("R", CultureInfo.InvariantCulture) is var text && text.AsSpan().IndexOfAnyExceptInRange('0', '9') >= 0 ? text : number.Value.ToString("0.0", CultureInfo.InvariantCulture),
        ConfigFlag flag => flag.Value ? "true" : "false",
        ConfigList list => $"[{string.Join(", ", list.Items.Select(Line))}]",
        ConfigMap map => $"{{{string.Join(", ", map.Entries.Select(entry => $"{Scalar(entry.Key)}: {Line(entry.Value)}"))}}}",
        _ => "null",
    };

    private static string Scalar(string text)
    {
        if (Plain().IsMatch(text) && !Reserved().IsMatch(text))
            return text;
        return text.Any(char.IsControl) ? ConfigJson.Write(new ConfigText(text)) : $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
    }

    [GeneratedRegex(@"^[A-Za-z_/.][\w/.+-]*(://?[\w/.+:@%-]*)?$")]
    private static partial Regex Plain();

    // What stands for another type without quotes.
    [GeneratedRegex(@"^(true|false|null|yes|no|on|off|y|n|\.nan|\.inf)$|^[.+-]?[0-9.]|:$", RegexOptions.IgnoreCase)]
    private static partial Regex Reserved();
}
