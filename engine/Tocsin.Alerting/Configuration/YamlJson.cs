using System.Globalization;
using System.Text;
using Tocsin.Dsl.Text;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Tocsin.Alerting.Configuration;

/// <summary>Turns YAML into the JSON that the API takes.</summary>
public static class YamlJson
{
    /// <summary>Appends a node as JSON; plain scalars get the type that YAML gives them.</summary>
    public static void Write(StringBuilder json, YamlNode node)
    {
        switch (node)
        {
            case YamlMappingNode mapping:
                json.Append('{');
                foreach (var (key, value) in mapping.Children)
                {
                    if (json[^1] != '{')
                        json.Append(',');
                    GoJson.AppendString(json, (key as YamlScalarNode)?.Value ?? "");
                    json.Append(':');
                    Write(json, value);
                }

                json.Append('}');
                break;
            case YamlSequenceNode list:
                json.Append('[');
                foreach (var item in list.Children)
                {
                    if (json[^1] != '[')
                        json.Append(',');
                    Write(json, item);
                }

                json.Append(']');
                break;
            case YamlScalarNode scalar:
                WriteScalar(json, scalar);
                break;
        }
    }

    private static void WriteScalar(StringBuilder json, YamlScalarNode scalar)
    {
        var text = scalar.Value ?? "";
        if (scalar.Style is not ScalarStyle.Plain)
            GoJson.AppendString(json, text);
        else if (text is "" or "~" or "null" or "Null" or "NULL")
            json.Append("null");
        else if (text is "true" or "True" or "TRUE")
            json.Append("true");
        else if (text is "false" or "False" or "FALSE")
            json.Append("false");
        else if (TryReadInteger(text, out var integer))
            json.Append(CultureInfo.InvariantCulture, $"{integer}");
        else if (char.IsAsciiDigit(text[^1]) && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number))
            json.Append(number.ToString("R", CultureInfo.InvariantCulture));
        else
            GoJson.AppendString(json, text);
    }

    // Octal as files write modes: 0644 or 0o644.
    private static bool TryReadInteger(string text, out long value)
    {
        var digits = text.StartsWith("0o", StringComparison.Ordinal) ? text[2..] : text;
        if (digits.Length > 1 && digits[0] == '0' || digits.Length < text.Length)
            return TryReadOctal(digits, out value);
        if (text.StartsWith("0x", StringComparison.Ordinal))
            return long.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value);
        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);
    }

    private static bool TryReadOctal(string digits, out long value)
    {
        value = 0;
        foreach (var digit in digits)
        {
            if (digit is < '0' or > '7' || value > long.MaxValue / 8)
                return false;
            value = (value * 8) + (digit - '0');
        }

        return digits.Length > 0;
    }
}
