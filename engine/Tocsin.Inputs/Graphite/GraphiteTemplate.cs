using System.Text;
using Tocsin.Pipelines.Data.LineProtocol;

namespace Tocsin.Inputs.Graphite;

/// <summary>Says what each part of a name is: the measurement, the field or a tag. Immutable.</summary>
/// <param name="parts">A tag's name, <c>measurement</c>, <c>field</c>, either with <c>*</c> for all that follows, or nothing for what is left out.</param>
/// <param name="tags">Tags of all points, which those of the name override.</param>
/// <param name="separator">Joins parts of one thing.</param>
internal sealed class GraphiteTemplate(string[] parts, IReadOnlyDictionary<string, string> tags, string separator)
{
    private const string Measurement = "measurement";
    private const string Field = "field";

    /// <summary>What a name becomes that nothing else is said of.</summary>
    public static GraphiteTemplate WholeName(IReadOnlyDictionary<string, string> tags, string separator) => new([Measurement + "*"], tags, separator);

    /// <summary>Why the parts are not a template; null when they are one.</summary>
    public static string? ProblemOf(string text, string[] parts)
    {
        if (!parts.Any(part => part is Measurement or Measurement + "*"))
            return $"the template '{text}' does not say what the measurement is: put 'measurement' in the place of it";
        return parts.Contains(Measurement + "*") && parts.Contains(Field + "*")
            ? $"the template '{text}' has both measurement* and field*: only one can have all that follows"
            : null;
    }

    /// <summary>Begins a line: measurement and tags.</summary>
    /// <param name="name">The name of the metric.</param>
    /// <param name="lines">Is given them.</param>
    /// <returns>The name of the field.</returns>
    public string Begin(string name, LineProtocolWriter lines)
    {
        var values = name.Split('.');
        var (measurement, field) = (new StringBuilder(), new StringBuilder());
        var found = new Dictionary<string, string>(tags, StringComparer.Ordinal);
        var fromName = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < parts.Length && i < values.Length; i++)
        {
            switch (parts[i])
            {
                case Measurement + "*":
                    Join(measurement, values[i..]);
                    i = parts.Length;
                    break;
                case Field + "*":
                    Join(field, values[i..]);
                    i = parts.Length;
                    break;
                case Measurement:
                    Join(measurement, values[i]);
                    break;
                case Field:
                    Join(field, values[i]);
                    break;
                case { Length: > 0 } tag:
                    found[tag] = fromName.Add(tag) ? values[i] : found[tag] + separator + values[i];
                    break;
            }
        }

        lines.Begin(measurement.Length > 0 ? measurement.ToString() : name);
        foreach (var (tag, value) in found.OrderBy(entry => entry.Key, StringComparer.Ordinal))
            lines.Tag(tag, value);
        return field.Length > 0 ? field.ToString() : "value";
    }

    private void Join(StringBuilder text, params ReadOnlySpan<string> values)
    {
        foreach (var value in values)
            text.Append(text.Length > 0 ? separator : "").Append(value);
    }
}
