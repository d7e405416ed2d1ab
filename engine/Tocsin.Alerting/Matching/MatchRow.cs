using Tocsin.Dsl.Data;
using Tocsin.Sdk;

namespace Tocsin.Alerting.Matching;

/// <summary>An event as match expressions see it: its tags, and those of its fields that the expression names.</summary>
/// <param name="references">The names in the expression.</param>
internal sealed class MatchRow(IReadOnlyList<string> references) : Row
{
    /// <summary>Looks at this event from now on.</summary>
    public void Use(AlertEvent alert)
    {
        Tags = TagSet.From(alert.Tags);
        Layout = FieldLayout.Empty;
        foreach (var name in references)
        {
            if (alert.Fields.TryGetValue(name, out var value) && TypeOf(value) is { } type)
                Layout = Layout.With(name, type);
        }

        if (Layout.Count == 0)
            return;
        Numbers = new long[Layout.Count];
        Texts = new string?[Layout.Count];
        for (var slot = 0; slot < Layout.Count; slot++)
            Fill(slot, alert.Fields[Layout.NameAt(slot)]);
    }

    private static FieldType? TypeOf(object? value) => value switch
    {
        double => FieldType.Float,
        long => FieldType.Integer,
        bool => FieldType.Boolean,
        string => FieldType.String,
        _ => null,
    };

    private void Fill(int slot, object? value)
    {
        Texts[slot] = value as string;
        Numbers[slot] = value switch
        {
            double number => BitConverter.DoubleToInt64Bits(number),
            long number => number,
            bool truth => truth ? 1 : 0,
            _ => 0,
        };
    }
}
