using Tocsin.Dsl.Data;
using Tocsin.Dsl.Templates;
using Tocsin.Pipelines.Data;
using Tocsin.Pipelines.Nodes.Alert;

namespace Tocsin.Pipelines.Nodes.HttpPost;

/// <summary>What the row template of an endpoint can name: the measurement, the tags, and the fields of each point.</summary>
internal sealed class RowTemplateData(string name, TagSet tags, IReadOnlyList<Point> points) : TemplateData
{
    public static readonly TemplateShape Layout = new("row", "Name", "Tags", "Values");

    public override TemplateShape Shape => Layout;

    public override TemplateValue Field(int index) => index switch
    {
        0 => name,
        1 => TemplateValue.From(new TagMap { Tags = tags }),
        _ => TemplateValue.From(new TemplateList([.. points.Select(ValuesOf)], "[]map[string]interface {}")),
    };

    private static TemplateValue ValuesOf(Point point)
    {
        var fields = new FieldMap { Point = point };
        var values = Enumerable.Range(0, fields.Count).Select(i => KeyValuePair.Create(fields.KeyAt(i), fields.ValueAt(i)));
        return TemplateValue.From(new SortedTemplateMap(values.Append(new("time", TemplateValue.From(point.Instant))), holdsStrings: false));
    }
}
