using Tocsin.Dsl.Data;
using Tocsin.Dsl.Templates;
using Tocsin.Dsl.Time;
using Tocsin.Pipelines.Data;

namespace Tocsin.Pipelines.Nodes.Alert;

/// <summary>Fields as templates read them.</summary>
internal sealed class FieldMap : TemplateMap
{
    /// <summary>Null when there is no data behind the event.</summary>
    public Point? Point { get; set; }

    public override int Count => Point?.Layout.Count ?? 0;

    public override bool HoldsStrings => false;

    public override string KeyAt(int index) => Point!.Layout.NameAt(Point.Layout.Sorted[index]); // An index is below Count.

    public override TemplateValue ValueAt(int index)
    {
        var point = Point!; // An index is below Count.
        var slot = point.Layout.Sorted[index];
        return point.Layout.TypeAt(slot) switch
        {
            FieldType.Float => TemplateValue.From(point.Float(slot)),
            FieldType.Integer => TemplateValue.From(point.Integer(slot)),
            FieldType.Boolean => TemplateValue.From(point.Boolean(slot)),
            FieldType.String => point.Text(slot),
            FieldType.Duration => TemplateValue.From(new Duration(point.Integer(slot))),
            _ => TemplateValue.Nil,
        };
    }
}
