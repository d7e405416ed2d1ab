using Tocsin.Dsl.Data;
using Tocsin.Pipelines.Data;

namespace Tocsin.Pipelines.Nodes.Sideload;

/// <summary>What the points of one series get.</summary>
internal sealed class SideloadedValues(Series before)
{
    private readonly Series _plain = before;
    private readonly List<(string Name, FieldType Type, long Bits, string? Text)> _fields = [];
    private Group? _before;
    private Group? _after;
    private FieldLayout? _from;
    private FieldLayout _to = FieldLayout.Empty;

    /// <summary>The series with the tags.</summary>
    public Series Series { get; set; } = before;

    /// <summary>What could not be looked up, told for each point.</summary>
    public List<string> Problems { get; } = [];

    public void Add(string name, object value) => _fields.Add(value switch
    {
        long number => (name, FieldType.Integer, number, null),
        double number => (name, FieldType.Float, BitConverter.DoubleToInt64Bits(number), null),
        bool flag => (name, FieldType.Boolean, flag ? 1 : 0, null),
        _ => (name, FieldType.String, 0L, (string?)value),
    });

    /// <summary>The group of a point with the tags.</summary>
    public Group GroupOf(Group group, GroupTable groups)
    {
        if (ReferenceEquals(group, _before) && _after is not null)
            return _after;
        _before = group;
        return _after = ReferenceEquals(Series, _plain) ? group : groups.Find(group.Dimensions, Series.Name, Series.Tags);
    }

    /// <summary>The point with the fields and tags.</summary>
    public Point Fill(Point point)
    {
        if (!ReferenceEquals(point.Layout, _from))
        {
            (_from, _to) = (point.Layout, point.Layout);
            foreach (var (name, type, _, _) in _fields)
                _to = _to.With(name, type);
        }

        var numbers = new long[_to.Count];
        point.Numbers.AsSpan(0, point.Layout.Count).CopyTo(numbers);
        var texts = new string?[_fields.Exists(field => field.Text is not null) || point.Texts.Length > 0 ? _to.Count : 0];
        point.Texts.AsSpan(0, Math.Min(Math.Min(point.Layout.Count, point.Texts.Length), texts.Length)).CopyTo(texts);
        foreach (var (name, _, bits, text) in _fields)
        {
            var slot = _to.IndexOf(name);
            numbers[slot] = bits;
            if (texts.Length > 0)
                texts[slot] = text;
        }

        return Point.Create(Series, point.Time, _to, numbers, texts);
    }
}
