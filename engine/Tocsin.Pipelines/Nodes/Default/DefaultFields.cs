using Tocsin.Dsl.Data;
using Tocsin.Pipelines.Data;

namespace Tocsin.Pipelines.Nodes.Default;

/// <summary>Fills the fields that points of one layout lack.</summary>
internal sealed class DefaultFields
{
    private readonly FieldLayout _from;
    private readonly FieldLayout _to;
    private readonly List<(int Slot, long Bits, string? Text)> _missing = [];
    private readonly bool _setsTexts;

    public DefaultFields(FieldLayout layout, IReadOnlyDictionary<string, object> defaults)
    {
        _from = layout;
        _to = layout;
        foreach (var (name, value) in defaults)
        {
            if (layout.IndexOf(name) is >= 0 and var slot && layout.TypeAt(slot) != FieldType.Null)
                continue;

            var (type, bits, text) = Describe(value);
            _to = _to.With(name, type);
            _missing.Add((_to.IndexOf(name), bits, text));
            _setsTexts |= text is not null;
        }
    }

    /// <summary>Fields that such points lack.</summary>
    public int Count => _missing.Count;

    /// <summary>The point with all fields, in a series.</summary>
    public Point Fill(Point point, Series series)
    {
        if (_missing.Count == 0)
            return ReferenceEquals(series, point.Series) ? point : point.With(series, point.Time);

        var numbers = new long[_to.Count];
        point.Numbers.AsSpan(0, _from.Count).CopyTo(numbers);
        var texts = _setsTexts ? new string?[_to.Count] : point.LastingTexts();
        if (_setsTexts)
            point.Texts.AsSpan(0, Math.Min(_from.Count, point.Texts.Length)).CopyTo(texts);
        foreach (var (slot, bits, text) in _missing)
        {
            numbers[slot] = bits;
            if (text is not null)
                texts[slot] = text;
        }

        return Point.Create(series, point.Time, _to, numbers, texts);
    }

    // The node takes nothing else.
    private static (FieldType Type, long Bits, string? Text) Describe(object value) => value switch
    {
        double number => (FieldType.Float, BitConverter.DoubleToInt64Bits(number), null),
        long number => (FieldType.Integer, number, null),
        bool flag => (FieldType.Boolean, flag ? 1 : 0, null),
        _ => (FieldType.String, 0, (string)value),
    };
}
