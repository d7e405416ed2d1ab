using Tocsin.Dsl.Data;
using Tocsin.Dsl.Templates;
using Tocsin.Dsl.Time;
using Tocsin.Pipelines.Data;
using Tocsin.Sdk;

namespace Tocsin.Pipelines.Nodes.Alert;

/// <summary>What the texts of one event can name. Used again for the next event.</summary>
internal sealed class AlertTemplateData(string taskName, TemplateData server) : TemplateData
{
    private readonly TagMap _tags = new();
    private readonly FieldMap _fields = new();
    private TemplateShape _shape = AlertShapes.Id;
    private string _name = "";
    private Group? _group;
    private string? _groupText; // Not every text names it.

    public override TemplateShape Shape => _shape;

    /// <summary>The group as the texts name it.</summary>
    public string GroupText => _groupText ??= _group is null ? "" : Tocsin.Pipelines.Nodes.Alert.GroupText.Of(_group, _name);

    public string Id { get; private set; } = "";

    public AlertLevel Level { get; set; }

    public Instant Time { get; set; }

    public Duration Duration { get; set; }

    public string Message { get; private set; } = "";

    /// <summary>Begins with what the id may name.</summary>
    public AlertTemplateData ForId(string name, Group group, TagSet tags)
    {
        _shape = AlertShapes.Id;
        _name = name;
        (_group, _groupText) = (group, null);
        _tags.Tags = tags;
        return this;
    }

    /// <summary>Adds what the message may name; level, time and duration are set apart.</summary>
    public AlertTemplateData ForMessage(string id, Point? point)
    {
        _shape = AlertShapes.Message;
        Id = id;
        _fields.Point = point;
        return this;
    }

    /// <summary>Adds what the details may name.</summary>
    public AlertTemplateData ForDetails(string message)
    {
        _shape = AlertShapes.Details;
        Message = message;
        return this;
    }

    public override TemplateValue Field(int index) => index switch
    {
        0 => _name,
        1 => taskName,
        2 => GroupText,
        3 => TemplateValue.From(_tags),
        4 => TemplateValue.From(server),
        5 => Id,
        6 => TemplateValue.From(_fields),
        7 => Level.Text(),
        8 => TemplateValue.From(Time),
        9 => TemplateValue.From(Duration),
        _ => Message,
    };
}
