using System.Globalization;
using System.Text.Json;

namespace Tocsin.Sdk;

/// <summary>Values of <see cref="AlertEvent.Fields"/> as services take them.</summary>
public static class EventField
{
    /// <summary>Writes a field as a member of an object: numbers and booleans as such, all else as text.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="name">The member's name.</param>
    /// <param name="value">The value; null is an empty text.</param>
    /// <param name="longest">How many characters a text may have; the rest is cut off.</param>
    public static void Write(Utf8JsonWriter json, string name, object? value, int longest)
    {
        switch (value)
        {
            case long number:
                json.WriteNumber(name, number);
                break;
            case double number when double.IsFinite(number):
                json.WriteNumber(name, number);
                break;
            case bool truth:
                json.WriteBoolean(name, truth);
                break;
            default:
                json.WriteString(name, LimitedText.Cut(TextOf(value), longest));
                break;
        }
    }

    /// <summary>The value as people read it; empty for null.</summary>
    public static string TextOf(object? value) => value switch
    {
        bool truth => truth ? "true" : "false",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };
}
