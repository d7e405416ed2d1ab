using System.Text.Json;
using Tocsin.Dsl.Templates;

namespace Tocsin.Alerting.Configuration.Binding;

/// <summary>The data of an event as templates read it: <c>.Data.Series</c>, each with <c>.Name</c>, <c>.Tags</c>, <c>.Columns</c> and <c>.Values</c>.</summary>
internal sealed class EventDataTemplate(ReadOnlyMemory<byte> json) : TemplateData
{
    private static readonly TemplateShape Layout = new("models.Result", "Series");

    public override TemplateShape Shape => Layout;

    public override TemplateValue Field(int index)
    {
        using var document = JsonDocument.Parse(json);
        if (!document.RootElement.TryGetProperty("series", out var series) || series.ValueKind != JsonValueKind.Array)
            return TemplateValue.Nil;
        return TemplateValue.From(new TemplateList([.. series.EnumerateArray().Select(row => TemplateValue.From(new SeriesRow(row)))], "models.Rows"));
    }

    private sealed class SeriesRow : TemplateData
    {
        private static readonly TemplateShape RowLayout = new("models.Row", "Name", "Tags", "Columns", "Values");

        private readonly TemplateValue[] _fields;

        public SeriesRow(JsonElement row) => _fields =
        [
            TemplateValue.From(row.TryGetProperty("name", out var name) ? name.GetString() : ""),
            TemplateValue.From(Tags(row)),
            row.TryGetProperty("columns", out var columns) ? Value(columns) : TemplateValue.Nil,
            row.TryGetProperty("values", out var values) ? Value(values) : TemplateValue.Nil,
        ];

        public override TemplateShape Shape => RowLayout;

        public override TemplateValue Field(int index) => _fields[index];

        private static SortedTemplateMap Tags(JsonElement row) => new(
            row.TryGetProperty("tags", out var tags)
                ? tags.EnumerateObject().Select(t => KeyValuePair.Create(t.Name, TemplateValue.From(t.Value.GetString())))
                : [],
            holdsStrings: true);

        private static TemplateValue Value(JsonElement json) => json.ValueKind switch
        {
            JsonValueKind.String => TemplateValue.From(json.GetString()),
            JsonValueKind.Number => TemplateValue.From(json.GetDouble()),
            JsonValueKind.True => TemplateValue.From(true),
            JsonValueKind.False => TemplateValue.From(false),
            JsonValueKind.Array => TemplateValue.From(new TemplateList([.. json.EnumerateArray().Select(Value)])),
            _ => TemplateValue.Nil,
        };
    }
}
