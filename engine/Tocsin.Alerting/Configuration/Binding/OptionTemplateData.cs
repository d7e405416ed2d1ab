using Tocsin.Dsl.Templates;
using Tocsin.Dsl.Time;
using Tocsin.Sdk;

namespace Tocsin.Alerting.Configuration.Binding;

/// <summary>What the templates of handlers can name of one event.</summary>
public sealed class OptionTemplateData(AlertEvent alert) : TemplateData
{
    public static readonly TemplateShape Layout = new(
        "alert.TemplateData", "ID", "Message", "Level", "Time", "Duration", "Name", "TaskName", "Group", "Tags", "Fields", "Details", "Data",
        "PreviousLevel", "Recoverable", "Members");

    public override TemplateShape Shape => Layout;

    public override TemplateValue Field(int index) => index switch
    {
        0 => TemplateValue.From(alert.Id),
        1 => TemplateValue.From(alert.Message),
        2 => TemplateValue.From(alert.Level.Text()),
        3 => TemplateValue.From(new Instant(alert.UnixNanoseconds)),
        4 => TemplateValue.From(new Duration(alert.DurationNanoseconds)),
        5 => TemplateValue.From(alert.Name),
        6 => TemplateValue.From(alert.TaskName),
        7 => TemplateValue.From(alert.Group),
        8 => TagsOf(alert),
        9 => FieldsOf(alert),
        10 => TemplateValue.From(alert.Details),
        11 => TemplateValue.From(new EventDataTemplate(alert.Data)),
        12 => TemplateValue.From(alert.PreviousLevel.Text()),
        13 => TemplateValue.From(alert.Recoverable),
        _ => TemplateValue.From(new TemplateList([.. alert.Members.Select(member => TemplateValue.From(new OptionTemplateData(member)))], "[]alert.TemplateData")),
    };

    public static TemplateValue TagsOf(AlertEvent alert) =>
        TemplateValue.From(new SortedTemplateMap(alert.Tags.Select(t => KeyValuePair.Create(t.Key, TemplateValue.From(t.Value))), holdsStrings: true));

    public static TemplateValue FieldsOf(AlertEvent alert) =>
        TemplateValue.From(new SortedTemplateMap(alert.Fields.Select(f => KeyValuePair.Create(f.Key, ValueOf(f.Value))), holdsStrings: false));

    private static TemplateValue ValueOf(object? field) => field switch
    {
        string text => TemplateValue.From(text),
        double number => TemplateValue.From(number),
        long number => TemplateValue.From(number),
        bool flag => TemplateValue.From(flag),
        _ => TemplateValue.Nil,
    };
}
