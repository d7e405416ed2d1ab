using System.Text.Json;
using Tocsin.Alerting.Configuration;
using Tocsin.Dsl.Templates;
using Tocsin.Dsl.Time;
using Tocsin.Sdk;

namespace Tocsin.Alerting.Handlers.Post;

/// <summary>An event as the templates of <c>httppost</c> endpoints read it.</summary>
internal sealed class PostTemplateData(AlertEvent alert) : TemplateData
{
    public static readonly TemplateShape Layout = new(
        "alert.Data", "ID", "Message", "Details", "Time", "Duration", "Level", "Data", "PreviousLevel", "Recoverable",
        "Name", "TaskName", "Group", "Tags", "Fields");

    public override TemplateShape Shape => Layout;

    public override TemplateValue Field(int index) => index switch
    {
        0 => TemplateValue.From(alert.Id),
        1 => TemplateValue.From(alert.Message),
        2 => TemplateValue.From(alert.Details),
        3 => TemplateValue.From(new Instant(alert.UnixNanoseconds)),
        4 => TemplateValue.From(new Duration(alert.DurationNanoseconds)),
        5 => TemplateValue.From(alert.Level.Text()),
        6 => TemplateValue.From(new Result(alert.Data)),
        7 => TemplateValue.From(alert.PreviousLevel.Text()),
        8 => TemplateValue.From(alert.Recoverable),
        9 => TemplateValue.From(alert.Name),
        10 => TemplateValue.From(alert.TaskName),
        11 => TemplateValue.From(alert.Group),
        12 => OptionTemplateData.TagsOf(alert),
        _ => OptionTemplateData.FieldsOf(alert),
    };

    private sealed class Result(ReadOnlyMemory<byte> json) : TemplateData
    {
        private static readonly TemplateShape ResultLayout = new("models.Result", "Series");

        public override TemplateShape Shape => ResultLayout;

        public override TemplateValue Field(int index)
        {
            using var document = JsonDocument.Parse(json);
            if (!document.RootElement.TryGetProperty("series", out var series) || series.ValueKind != JsonValueKind.Array)
                return TemplateValue.Nil;
            return TemplateValue.From(new TemplateList([.. series.EnumerateArray().Select(row => TemplateValue.From(new SeriesRow(row)))], "models.Rows"));
        }
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
