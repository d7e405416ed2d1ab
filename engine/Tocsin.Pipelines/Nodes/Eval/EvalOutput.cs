using Tocsin.Dsl.Data;
using Tocsin.Dsl.Lambda;
using Tocsin.Pipelines.Data;

namespace Tocsin.Pipelines.Nodes.Eval;

/// <summary>How the output of one shape of points is put together for results of certain kinds.</summary>
internal sealed class EvalOutput
{
    private readonly ValueKind[] _kinds;
    private readonly List<(int Slot, EvalSource Source)> _fields = [];
    private readonly List<EvalSource> _tags = [];
    private FieldLayout _layout = FieldLayout.Empty;
    private int _copied;
    private bool _setsTexts;

    private EvalOutput(ReadOnlySpan<Value> results)
    {
        _kinds = new ValueKind[results.Length];
        for (var i = 0; i < _kinds.Length; i++)
            _kinds[i] = results[i].Kind;
    }

    /// <summary>Why such points have no output, or null.</summary>
    public string? Error { get; private set; }

    /// <summary>The values that become tags, in the order of <see cref="EvalNode.TagNames"/>.</summary>
    public int TagCount => _tags.Count;

    public static EvalOutput Create(EvalShape shape, EvalNames names, ReadOnlySpan<Value> results)
    {
        var output = new EvalOutput(results);
        foreach (var tag in names.Tags)
            output.AddTag(shape, shape.SourceOfResult(tag));

        if (names.Kept is null)
            output.AddFields(shape, WithoutTags(names));
        else if (names.Kept.Count > 0)
            output.AddFields(shape, names.Kept);
        else
            output.AddToAllFields(shape, names.Results);
        return output;
    }

    private static IEnumerable<string> WithoutTags(EvalNames names)
    {
        var tags = names.Tags.ToHashSet(StringComparer.Ordinal);
        return names.Results.Where(name => !tags.Contains(name));
    }

    /// <summary>What a field holds that takes a value of a kind.</summary>
    public static FieldType TypeOf(ValueKind kind) => kind switch
    {
        ValueKind.Float => FieldType.Float,
        ValueKind.Integer => FieldType.Integer,
        ValueKind.Boolean => FieldType.Boolean,
        ValueKind.String => FieldType.String,
        ValueKind.Duration => FieldType.Duration,
        _ => FieldType.Null,
    };

    public bool Fits(ReadOnlySpan<Value> results)
    {
        for (var i = 0; i < _kinds.Length; i++)
        {
            if (_kinds[i] != results[i].Kind)
                return false;
        }

        return true;
    }

    /// <summary>Makes another point, which is pooled or unfilled, the point with its new fields, in a series.</summary>
    public void Fill(Point target, Point point, Series series, ReadOnlySpan<Value> results)
    {
        target.Reset(series, _layout);
        target.Time = point.Time;
        point.Numbers.AsSpan(0, _copied).CopyTo(target.Numbers);
        var texts = Math.Min(_copied, point.Texts.Length);
        if (_setsTexts || texts > 0)
        {
            target.EnsureTexts(_layout.Count);
            point.Texts.AsSpan(0, texts).CopyTo(target.Texts);
        }

        foreach (var (slot, source) in _fields)
        {
            if (source.Origin != EvalOrigin.Tag)
                target.Numbers[slot] = source.Origin == EvalOrigin.Result ? results[source.Index].Bits : point.Numbers[source.Index];
            if (_setsTexts && _layout.TypeAt(slot) == FieldType.String)
                target.Texts[slot] = TextOf(source, point, results);
        }
    }

    /// <summary>The text of the n-th tag.</summary>
    public string TagValue(int index, Point point, ReadOnlySpan<Value> results) => TextOf(_tags[index], point, results);

    private static string TextOf(EvalSource source, Point point, ReadOnlySpan<Value> results) => source.Origin switch
    {
        EvalOrigin.Result => results[source.Index].Text,
        EvalOrigin.Tag => point.Tags.ValueAt(source.Index),
        _ => point.Text(source.Index),
    };

    private void AddToAllFields(EvalShape shape, string[] names)
    {
        _layout = shape.Layout;
        _copied = shape.Layout.Count;
        AddFields(shape, names);
    }

    private void AddFields(EvalShape shape, IEnumerable<string> names)
    {
        foreach (var name in names)
        {
            if (shape.SourceOfKept(name) is { } source)
                AddField(shape, name, source);
            else
                Error ??= $"cannot keep field \"{name}\", field does not exist";
        }

        // A name given twice may have changed the type of a slot: the slots are settled only now.
        for (var i = 0; i < _fields.Count; i++)
            _setsTexts |= _layout.TypeAt(_fields[i].Slot) == FieldType.String;
    }

    private void AddField(EvalShape shape, string name, EvalSource source)
    {
        _layout = _layout.With(name, TypeOf(shape, source));
        _fields.Add((_layout.IndexOf(name), source));
    }

    private void AddTag(EvalShape shape, EvalSource source)
    {
        var type = TypeOf(shape, source);
        if (type != FieldType.String)
            Error ??= $"result of a tag expression must be of type string, got {Describe(type)}";
        _tags.Add(source);
    }

    private FieldType TypeOf(EvalShape shape, EvalSource source) => source.Origin switch
    {
        EvalOrigin.Result => TypeOf(_kinds[source.Index]),
        EvalOrigin.Field => shape.Layout.TypeAt(source.Index),
        _ => FieldType.String,
    };

    private static string Describe(FieldType type) => type switch
    {
        FieldType.Float => "float64",
        FieldType.Integer => "int64",
        FieldType.Boolean => "bool",
        FieldType.Duration => "time.Duration",
        _ => "nil",
    };
}
