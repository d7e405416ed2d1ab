using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Tocsin.Alerting.Configuration;

/// <summary>Reads YAML into configured values: every key and value knows its line and column, variables are filled in.</summary>
public sealed class YamlConfig
{
    private readonly string _file;
    private readonly Func<string, string?> _environment;
    private readonly List<ConfigProblem> _problems;

    private YamlConfig(string file, Func<string, string?> environment, List<ConfigProblem> problems)
    {
        _file = file;
        _environment = environment;
        _problems = problems;
    }

    /// <summary>Reads the first document of a text; nothing, when it is empty or not YAML.</summary>
    /// <param name="file">The name in messages.</param>
    /// <param name="text">The YAML.</param>
    /// <param name="environment">Answers <c>${env:NAME}</c>; null when it is not set.</param>
    /// <param name="problems">Takes what is wrong.</param>
    public static ConfigValue Read(string file, string text, Func<string, string?> environment, List<ConfigProblem> problems)
    {
        try
        {
            return BoundedYaml.Roots(text) is [var root, ..] ? new YamlConfig(file, environment, problems).Convert(root) : new ConfigNull();
        }
        catch (YamlException e)
        {
            problems.Add(YamlProblem.Of(e, file));
            return new ConfigNull();
        }
    }

    /// <summary>A part of a document that was read already, as it stands: variables in it are left to whoever uses it.</summary>
    /// <exception cref="YamlException">A key is no plain text.</exception>
    internal static ConfigValue Read(string file, YamlNode node) => new YamlConfig(file, static name => $"${{env:{name}}}", []).Convert(node);

    private ConfigValue Convert(YamlNode node) => node switch
    {
        YamlMappingNode map => new ConfigMap([.. map.Children.Select(c => Entry(c.Key, c.Value))]) { Place = PlaceOf(node) },
        YamlSequenceNode list => new ConfigList([.. list.Children.Select(Convert)]) { Place = PlaceOf(node) },
        YamlScalarNode scalar => Scalar(scalar),
        _ => throw new YamlException(node.Start, node.End, "a value that is neither a scalar, nor a list, nor a map"),
    };

    private ConfigEntry Entry(YamlNode key, YamlNode value) => key is YamlScalarNode { Value: { } name }
        ? new ConfigEntry(name, Convert(value), PlaceOf(key))
        : throw new YamlException(key.Start, key.End, "a key must be a plain text");

    private ConfigValue Scalar(YamlScalarNode node)
    {
        var place = PlaceOf(node);
        var text = node.Value ?? "";
        if (ConfigVariables.Expand(text, _environment, out var expanded, out var error))
            return new ConfigText(expanded) { Place = place, IsSubstituted = true };
        if (error is not null)
            _problems.Add(new ConfigProblem(error, place));

        var value = node.Style == ScalarStyle.Plain ? Plain(text) : new ConfigText(text);
        return value with { Place = place };
    }

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
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? new ConfigFloat(number) : null;
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
