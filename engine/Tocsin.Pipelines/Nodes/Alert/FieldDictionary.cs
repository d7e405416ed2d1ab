using Tocsin.Dsl.Data;
using Tocsin.Pipelines.Data;

namespace Tocsin.Pipelines.Nodes.Alert;

/// <summary>A point's fields as handlers see them.</summary>
internal static class FieldDictionary
{
    public static IReadOnlyDictionary<string, object?> Of(Point point)
    {
        var fields = new Dictionary<string, object?>(point.Layout.Count);
        for (var slot = 0; slot < point.Layout.Count; slot++)
        {
            fields[point.Layout.NameAt(slot)] = point.Layout.TypeAt(slot) switch
            {
                FieldType.Float => point.Float(slot),
                FieldType.Integer or FieldType.Duration => point.Integer(slot),
                FieldType.Boolean => point.Boolean(slot),
                FieldType.String => point.Text(slot),
                _ => null,
            };
        }

        return fields;
    }
}
