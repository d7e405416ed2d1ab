using System.Globalization;
using Tocsin.Alerting.Configuration;

namespace Tocsin.Pipelines.Nodes.Sideload;

/// <summary>Finds values in the order of some keys, each as the type of its default.</summary>
internal sealed class SideloadLookup(IReadOnlyDictionary<string, ConfigMap>? values, IReadOnlyList<string> keys, List<string> problems)
{
    /// <summary>The first value there is, or the default.</summary>
    public object Find(string name, object standard)
    {
        foreach (var key in keys)
        {
            if (values?.GetValueOrDefault(key) is not { } map || !map.TryFind(name, out var value) || value is ConfigNull)
                continue;
            if (Convert(value, standard) is { } converted)
                return converted;
            problems.Add($"'{name}' of {key}: cannot convert {value.Describe()} to {TypeOf(standard)}; the default is used");
            return standard;
        }

        return standard;
    }

    private static object? Convert(ConfigValue value, object standard) => standard switch
    {
        long => value switch
        {
            ConfigInteger number => number.Value,
            ConfigFloat number when Math.Floor(number.Value) == number.Value && Math.Abs(number.Value) < long.MaxValue => (long)number.Value,
            ConfigText text when long.TryParse(text.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) => number,
            _ => null,
        },
        double => value switch
        {
            ConfigInteger number => (double)number.Value,
            ConfigFloat number => number.Value,
            ConfigText text when double.TryParse(text.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => number,
            _ => null,
        },
        bool => value switch
        {
            ConfigFlag flag => flag.Value,
            ConfigText text when bool.TryParse(text.Value, out var flag) => flag,
            _ => null,
        },
        _ => value switch
        {
            ConfigText text => text.Value,
            ConfigInteger number => number.Value.ToString(CultureInfo.InvariantCulture),
            ConfigFloat number => number.Value.ToString("R", CultureInfo.InvariantCulture),
            ConfigFlag flag => flag.Value ? "true" : "false",
            _ => null,
        },
    };

    private static string TypeOf(object standard) => standard switch
    {
        long => "an int",
        double => "a float",
        bool => "a bool",
        _ => "a string",
    };
}
