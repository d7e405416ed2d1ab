using System.Runtime.InteropServices;
using Tocsin.Dsl.Data;
using Tocsin.Pipelines.Data;
using Tocsin.Pipelines.Processing;
using Tocsin.Sdk.Functions;

namespace Tocsin.Pipelines.Functions;

/// <summary>A point in the making. One object serves all points of a node, one after the other.</summary>
internal sealed class FunctionDraft(NodeContext context) : PointDraft
{
    private readonly List<(string Name, FieldValue Value)> _fields = [];
    private FunctionOutput? _output;
    private Group? _group;
    private Series? _origin;
    private TagSet _tags = TagSet.Empty;
    private string _name = "";
    private long _time;

    /// <summary>Begins a copy of a point.</summary>
    public FunctionDraft Begin(FunctionOutput output, Group group, Point point)
    {
        Begin(output, group, point.Name, point.Time, point.Tags);
        _origin = point.Series;
        IPointData fields = point;
        for (var i = 0; i < fields.FieldCount; i++)
            _fields.Add((fields.FieldName(i), fields.FieldAt(i)));
        return this;
    }

    /// <summary>Begins a point with the tags of its group.</summary>
    public FunctionDraft Begin(FunctionOutput output, Group group, string name, long time)
    {
        Begin(output, group, name, time, group.Tags);
        return this;
    }

    public override PointDraft Set(string field, FieldValue value)
    {
        if (!value.IsPresent)
            throw new ArgumentException($"the field '{field}' cannot be set to nothing: remove it instead", nameof(value));

        ThrowIfSpent();
        var index = IndexOf(field);
        if (index < 0)
            _fields.Add((field, value));
        else
            _fields[index] = (field, value);
        return this;
    }

    public override PointDraft Remove(string field)
    {
        ThrowIfSpent();
        if (IndexOf(field) is >= 0 and var index)
            _fields.RemoveAt(index);
        return this;
    }

    public override PointDraft SetTag(string tag, string value)
    {
        ThrowIfSpent();
        _tags = _tags.With(tag, value);
        return this;
    }

    public override PointDraft RemoveTag(string tag)
    {
        ThrowIfSpent();
        _tags = _tags.Without(tag);
        return this;
    }

    public override PointDraft Rename(string name)
    {
        ThrowIfSpent();
        _name = name;
        return this;
    }

    public override PointDraft At(long unixNanoseconds)
    {
        ThrowIfSpent();
        _time = unixNanoseconds;
        return this;
    }

    public override void Emit()
    {
        var (output, group) = ThrowIfSpent();
        if (_fields.Count == 0)
            throw new InvalidOperationException("a point needs at least one field");

        var point = Build();
        _output = null;
        output.Send(point, GroupOf(group));
    }

    private void Begin(FunctionOutput output, Group group, string name, long time, TagSet tags)
    {
        _fields.Clear();
        (_output, _group, _name, _time, _tags, _origin) = (output, group, name, time, tags, null);
    }

    private Point Build()
    {
        var layout = FieldLayout.Of(CollectionsMarshal.AsSpan(_fields), static field => (field.Name, TypeOf(field.Value.Kind)));
        var numbers = new long[_fields.Count];
        var texts = _fields.Exists(field => field.Value.Kind == FieldKind.Text) ? new string?[_fields.Count] : [];
        for (var slot = 0; slot < numbers.Length; slot++)
        {
            var value = _fields[slot].Value;
            if (value.Kind == FieldKind.Text)
                texts[slot] = value.Text;
            else
                numbers[slot] = value.Kind == FieldKind.Float ? BitConverter.DoubleToInt64Bits(value.Number) : value.Integer;
        }

        return Point.Create(SeriesOf(), _time, layout, numbers, texts);
    }

    private Series SeriesOf() => _origin is { } series && ReferenceEquals(series.Tags, _tags) && series.Name == _name
        ? series
        : context.Services.Series.Intern(_origin?.Origin ?? context.Origins.FirstOrDefault() ?? Origin.None, _name, _tags);

    private Group GroupOf(Group group) =>
        ReferenceEquals(_tags, _origin?.Tags ?? group.Tags) && (!group.Dimensions.ByName || _name == group.Name)
            ? group
            : context.Groups.Find(group.Dimensions, _name, _tags);

    private int IndexOf(string field)
    {
        for (var i = 0; i < _fields.Count; i++)
        {
            if (_fields[i].Name == field)
                return i;
        }

        return -1;
    }

    private (FunctionOutput Output, Group Group) ThrowIfSpent() => _output is { } output && _group is { } group
        ? (output, group)
        : throw new InvalidOperationException("the point was emitted already: begin another");

    private static FieldType TypeOf(FieldKind kind) => kind switch
    {
        FieldKind.Float => FieldType.Float,
        FieldKind.Integer => FieldType.Integer,
        FieldKind.Boolean => FieldType.Boolean,
        FieldKind.Duration => FieldType.Duration,
        FieldKind.Text => FieldType.String,
        _ => FieldType.Null, // A field without a value that the point had before.
    };
}
