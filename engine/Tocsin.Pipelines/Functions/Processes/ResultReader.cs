using Google.Protobuf.Collections;
using Tocsin.Dsl.Data;
using Tocsin.Pipelines.Data;
using Tocsin.Pipelines.Processing;

namespace Tocsin.Pipelines.Functions.Processes;

/// <summary>
/// Makes points and batches of what a function sent. Groups are found by the dimensions that come with a point, and by the tags that come with
/// the end of a batch. For the pipeline's thread only.
/// </summary>
internal sealed class ResultReader(NodeContext context)
{
    private const int MostOrigins = 1000;

    private readonly Dictionary<(string, string), Origin> _origins = [];
    private readonly SeriesCache<Group> _groups = context.Groups.NewCache<Group>();
    private Dimensions _dimensions = Dimensions.None;
    private (string Name, FieldType Type, long Bits, string? Text)[] _fields = [];

    /// <summary>The point, and the group it is in.</summary>
    /// <exception cref="InvalidDataException">It cannot be one.</exception>
    public (Data.Point Point, Group Group) Read(Wire.Point sent)
    {
        var point = PointOf(sent, sent.Name);
        if (sent.ByName != _dimensions.ByName || !sent.Dimensions.SequenceEqual(_dimensions.TagNames))
        {
            _dimensions = new Dimensions(sent.ByName, [.. sent.Dimensions]);
            _groups.Clear();
        }

        if (_groups[point.Series] is { } known)
            return (point, known);
        var group = context.Groups.Find(_dimensions, point.Name, point.Tags);
        _groups.Set(point.Series, group);
        return (point, group);
    }

    /// <summary>The batch, whose dimensions are the tags at its end.</summary>
    /// <exception cref="InvalidDataException">A point of it cannot be one.</exception>
    public Batch Read(List<Wire.Point> sent, Wire.EndBatch end)
    {
        var tags = TagsOf(end.Tags);
        var points = new Data.Point[sent.Count];
        for (var i = 0; i < points.Length; i++)
            points[i] = PointOf(sent[i], end.Name);
        return new Batch(end.Name, context.Groups.Find(Dimensions.Of(tags, end.ByName), end.Name, tags), end.Tmax, points);
    }

    private Data.Point PointOf(Wire.Point sent, string name)
    {
        // Agents write maps in any order; slots in the order of names keep layouts few.
        var count = Gather(sent);
        var layout = FieldLayout.Of(_fields.AsSpan(0, count), static field => (field.Name, field.Type));
        var hasTexts = sent.FieldsString.Count > 0;

        // A field that was sent with two types is there once.
        var numbers = new long[layout.Count];
        var texts = hasTexts ? new string?[layout.Count] : [];
        for (var i = 0; i < count; i++)
        {
            var slot = layout.Count == count ? i : layout.IndexOf(_fields[i].Name);
            numbers[slot] = _fields[i].Bits;
            if (_fields[i].Text is { } text)
                texts[slot] = text;
        }

        return Data.Point.Create(context.Services.Series.Intern(OriginOf(sent), name, TagsOf(sent.Tags)), sent.Time, layout, numbers, texts);
    }

    private int Gather(Wire.Point sent)
    {
        var count = sent.FieldsDouble.Count + sent.FieldsInt.Count + sent.FieldsBool.Count + sent.FieldsString.Count;
        if (_fields.Length < count)
            _fields = new (string, FieldType, long, string?)[Math.Max(8, count)];
        var at = 0;
        foreach (var (name, value) in sent.FieldsDouble)
            _fields[at++] = (name, FieldType.Float, BitConverter.DoubleToInt64Bits(value), null);
        foreach (var (name, value) in sent.FieldsInt)
            _fields[at++] = (name, FieldType.Integer, value, null);
        foreach (var (name, value) in sent.FieldsBool)
            _fields[at++] = (name, FieldType.Boolean, value ? 1 : 0, null);
        foreach (var (name, value) in sent.FieldsString)
            _fields[at++] = (name, FieldType.String, 0, value);
        if (count > 1)
            Array.Sort(_fields, 0, count, ByName.Instance);
        return count;
    }

    private Origin OriginOf(Wire.Point sent)
    {
        var key = (sent.Database, sent.RetentionPolicy);
        if (_origins.TryGetValue(key, out var origin))
            return origin;
        if (_origins.Count == MostOrigins)
            throw new InvalidDataException($"it names more than {MostOrigins} databases and retention policies: send points with those that they came with");
        return _origins[key] = context.Services.Series.OriginOf(sent.Database, sent.RetentionPolicy);
    }

    private static TagSet TagsOf(MapField<string, string> tags) => tags.Count == 0 ? TagSet.Empty : TagSet.From(tags);

    private sealed class ByName : IComparer<(string Name, FieldType Type, long Bits, string? Text)>
    {
        public static readonly ByName Instance = new();

        public int Compare((string Name, FieldType Type, long Bits, string? Text) x, (string Name, FieldType Type, long Bits, string? Text) y) =>
            string.CompareOrdinal(x.Name, y.Name);
    }
}
